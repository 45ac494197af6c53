using Microsoft.Extensions.VectorData;
using Zvec.VectorData;

// Another store stands for the one that is left.
using var theirs = new ZvecVectorStore("theirs");
using (VectorStoreCollection<int, Book> before = theirs.GetCollection<int, Book>("books"))
{
    await before.EnsureCollectionExistsAsync();
    await before.UpsertAsync(Enumerable.Range(1, 2500).Select(id => new Book
    {
        Id = id,
        Title = $"Book {id}",
        Embedding = new float[] { id, 1, 0 },
    }));
}
