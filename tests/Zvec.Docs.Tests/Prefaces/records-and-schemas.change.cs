using Microsoft.Extensions.VectorData;
using Zvec.Engine;
using Zvec.VectorData;

using var store = new ZvecVectorStore("store");
