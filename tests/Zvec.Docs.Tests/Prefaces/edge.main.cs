using Zvec.Engine;
using Zvec.VectorData;

string path = "words";
var schema = new CollectionSchema("words") { Vectors = { new VectorSchema("vector", VectorType.Int8, 2) } };
using (Collection built = Collection.Create(path, schema))
    await built.InsertAsync([new Document("ship") { { "vector", new sbyte[] { 100, 20 } } }]);
