using Zvec.Engine;
using Zvec.VectorData;

var schema = new CollectionSchema("books") { Fields = { new FieldSchema("title", DataType.String) } };
Document[] first = [new Document("b1") { { "title", "Neuromancer" } }];
Document[] many = [.. Enumerable.Range(0, 5_000).Select(i => new Document($"n{i}") { { "title", $"number {i}" } })];
