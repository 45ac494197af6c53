using Microsoft.Extensions.VectorData;
using Zvec.Engine;
using Zvec.VectorData;

var schema = new CollectionSchema("books")
{
    Fields = { new FieldSchema("title", DataType.String), new FieldSchema("note", DataType.String) { Nullable = true } },
    Vectors = { new VectorSchema("embedding", VectorType.Float32, 3) },
};
using Collection books = Collection.Create("books", schema);
await books.InsertAsync([
    new Document("b1") { { "title", "Neuromancer" }, { "embedding", new float[] { 0.1f, 0.8f, 0.5f } } },
    new Document("b2") { { "title", "The Left Hand of Darkness" }, { "embedding", new float[] { 0.9f, 0.1f, 0.2f } } },
]);
await books.FlushAsync();
using var store = new ZvecVectorStore("store");
using VectorStoreCollection<string, Note> notes = store.GetCollection<string, Note>("notes");
await notes.EnsureCollectionExistsAsync();
await notes.UpsertAsync(new Note { Id = "n1", Text = "a note" });

void Damage(string path)
{
    using (Collection broken = Collection.Create(path, schema))
    {
        broken.InsertAsync(Enumerable.Range(0, 100).Select(i => new Document($"d{i}")
        {
            { "title", $"title {i}" }, { "note", "an unmistakable text" }, { "embedding", new float[] { 1, 2, 3 } },
        })).Wait();
        broken.FlushAsync().Wait();
    }

    byte[] text = System.Text.Encoding.UTF8.GetBytes("unmistakable");
    foreach (string file in Directory.EnumerateFiles(Path.Combine(path, "segments"), "*", SearchOption.AllDirectories))
    {
        byte[] content = File.ReadAllBytes(file);
        int at = content.AsSpan().IndexOf(text);
        if (at < 0)
            continue;
        content[at] ^= 0x40;
        File.WriteAllBytes(file, content);
    }
}

internal sealed class Note
{
    [VectorStoreKey]
    public string Id { get; set; } = "";

    [VectorStoreData]
    public string Text { get; set; } = "";
}
