using System.Linq.Expressions;
using Microsoft.Extensions.VectorData;
using Zvec.VectorData;

using var store = new ZvecVectorStore("data");
ZvecCollection<string, Book> books = store.GetCollection<string, Book>("books");
await books.EnsureCollectionExistsAsync();
await books.UpsertAsync([
    new Book
    {
        Id = "b1", Title = "The Left Hand of Darkness", Year = 1969, Rating = 4.1,
        Tags = ["space", "winter"], Added = new DateTime(2024, 3, 1),
    },
    new Book { Id = "b2", Title = "Neuromancer", Year = 1984, Rating = 3.9, Tags = ["cyberpunk"], Added = new DateTime(2024, 3, 31) },
    new Book { Id = "b3", Title = "Solaris", Year = 1961, Rating = 4.0, Tags = ["space", "sea"], Added = new DateTime(2025, 1, 5) },
    new Book { Id = "b4", Title = "Beowulf", Year = null, Rating = 3.4, Tags = [], Added = new DateTime(2025, 1, 6) },
]);
var question = new ReadOnlyMemory<float>([1, 0]);

async Task ShowAsync(Expression<Func<Book, bool>> filter)
{
    List<string> found = [];
    await foreach (Book book in books.GetAsync(filter, top: 10, new() { OrderBy = by => by.Ascending(b => b.Id) }))
        found.Add(book.Id);
    Console.WriteLine(found.Count == 0 ? "none" : string.Join(' ', found));
}

public sealed class Book
{
    [VectorStoreKey]
    public string Id { get; set; } = "";

    [VectorStoreData]
    public string Title { get; set; } = "";

    [VectorStoreData(IsIndexed = true)]
    public int? Year { get; set; }

    [VectorStoreData]
    public double Rating { get; set; }

    [VectorStoreData(IsIndexed = true)]
    public string[] Tags { get; set; } = [];

    [VectorStoreData]
    public DateTime Added { get; set; }

    [VectorStoreVector(2)]
    public ReadOnlyMemory<float> Embedding { get; set; } = new float[] { 1, 0 };
}
