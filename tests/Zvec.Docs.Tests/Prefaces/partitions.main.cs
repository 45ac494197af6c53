using Zvec.Engine;

string path = "events";
float[] vector = [1, 0, 0, 0];
var schema = new CollectionSchema("events")
{
    Fields = { new FieldSchema("time", DataType.DateTime) },
    Vectors = { new VectorSchema("embedding", VectorType.Float32, 4) },
};
Document[] documents =
[
    new("e1") { { "time", new DateTime(2026, 1, 1, 12, 0, 0) }, { "embedding", vector } },
    new("e2") { { "time", new DateTime(2026, 3, 14, 12, 0, 0) }, { "embedding", vector } },
];
