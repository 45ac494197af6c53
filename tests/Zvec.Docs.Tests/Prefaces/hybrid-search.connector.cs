using Microsoft.Extensions.VectorData;
using Zvec.Engine;
using Zvec.VectorData;

ReadOnlyMemory<float> birds = new float[] { 1, 0, 0 };
