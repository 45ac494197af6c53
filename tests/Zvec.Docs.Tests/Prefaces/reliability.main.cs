using Zvec.Engine;

using Collection books = Collection.Create("books", new CollectionSchema("books") { Fields = { new FieldSchema("title", DataType.String) } });
await books.InsertAsync([new Document("b1") { { "title", "Neuromancer" } }]);
