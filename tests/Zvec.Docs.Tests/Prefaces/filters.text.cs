using Zvec.Engine;

using Collection books = Collection.Create("books", new CollectionSchema("books")
{
    Fields =
    {
        new FieldSchema("title", DataType.String),
        new FieldSchema("year", DataType.Int32) { Nullable = true, Index = new InvertedIndexOptions() },
        new FieldSchema("rating", DataType.Float64),
        new FieldSchema("tags", DataType.StringArray) { Index = new InvertedIndexOptions() },
        new FieldSchema("prices", DataType.DecimalArray) { Nullable = true },
        new FieldSchema("added", DataType.DateTime),
        new FieldSchema("in stock", DataType.Bool),
    },
    Vectors = { new VectorSchema("embedding", VectorType.Float32, 2) },
});
await books.InsertAsync([
    Book("b1", "The Left Hand of Darkness", 1969, 4.1, ["space", "winter"], [9.5m, 12m], new DateTime(2024, 3, 1)),
    Book("b2", "Neuromancer", 1984, 3.9, ["cyberpunk"], [8m], new DateTime(2024, 3, 31)),
    Book("b3", "Solaris", 1961, 4.0, ["space", "sea"], null, new DateTime(2025, 1, 5)),
    Book("b4", "Beowulf", null, 3.4, [], [5m, 30m], new DateTime(2025, 1, 6)),
]);
float[] vector = [1, 0];

static Document Book(string key, string title, int? year, double rating, string[] tags, decimal[]? prices, DateTime added) => new(key)
{
    { "title", title }, { "year", year }, { "rating", rating }, { "tags", tags }, { "prices", prices }, { "added", added },
    { "in stock", true }, { "embedding", new float[] { 1, 0 } },
};

void Show(Filter filter)
{
    var query = new FilterQuery { Filter = filter, OrderBy = [new SortField("id")] };
    string found = string.Join(' ', books.Query(query).Select(book => book.Key.Value));
    Console.WriteLine(found.Length == 0 ? "none" : found);
}
