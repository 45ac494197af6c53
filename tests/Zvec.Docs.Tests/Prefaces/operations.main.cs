using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.VectorData;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Zvec.Engine;
using Zvec.VectorData;

using Collection collection = Collection.Create("books", new CollectionSchema("books") { Fields = { new FieldSchema("title", DataType.String) } });
await collection.InsertAsync([new Document("b1") { { "title", "Neuromancer" } }]);
using var store = new ZvecVectorStore("store");
using VectorStoreCollection<string, Note> notes = store.GetCollection<string, Note>("notes");
await notes.EnsureCollectionExistsAsync();
await notes.UpsertAsync(new Note { Id = "n1", Text = "a note" });
HostApplicationBuilder builder = Host.CreateApplicationBuilder();
builder.Configuration["ConnectionStrings:books"] = "Path=registered";

internal sealed class Note
{
    [VectorStoreKey]
    public string Id { get; set; } = "";

    [VectorStoreData]
    public string Text { get; set; } = "";
}
