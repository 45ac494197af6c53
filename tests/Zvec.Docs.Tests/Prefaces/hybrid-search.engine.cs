using Zvec.Engine;

float[] birds = [1, 0, 0];
using var articles = Collection.Create("articles", new CollectionSchema("articles")
{
    Fields =
    {
        new FieldSchema("title", DataType.String) { Index = new TextIndexOptions() },
        new FieldSchema("text", DataType.String)
        {
            Index = new TextIndexOptions { Stemmer = TextStemmer.English, StopWords = StopWordSet.English },
        },
        new FieldSchema("year", DataType.Int32) { Index = new InvertedIndexOptions() },
    },
    Vectors = { new VectorSchema("embedding", VectorType.Float32, 3), new VectorSchema("terms", VectorType.Sparse) },
});
await articles.InsertAsync([
    new Document("a1")
    {
        { "title", "Autumn" }, { "text", "Cranes are flying south over the frozen lake" }, { "year", 2023 },
        { "embedding", new float[] { 0.8f, 0.2f, 0.1f } }, { "terms", new SparseVector([3, 8], [1, 0.4f]) },
    },
    new Document("a2")
    {
        { "title", "Harbour" }, { "text", "A crane lifts steel beams in the harbour" }, { "year", 2024 },
        { "embedding", new float[] { 0.1f, 0.9f, 0.2f } }, { "terms", new SparseVector([3, 21], [0.9f, 1]) },
    },
    new Document("a3")
    {
        { "title", "Autumn" }, { "text", "Geese and swans leave before the first ice" }, { "year", 2025 },
        { "embedding", new float[] { 0.9f, 0.1f, 0.1f } }, { "terms", new SparseVector([8, 13], [0.7f, 1]) },
    },
    new Document("a4")
    {
        { "title", "Workshop" }, { "text", "P0420: the catalyst is worn" }, { "year", 2025 },
        { "embedding", new float[] { 0.1f, 0.3f, 0.9f } }, { "terms", new SparseVector([40], [1]) },
    },
]);
