using Microsoft.Extensions.VectorData;
using Zvec.Engine;
using Zvec.VectorData;
