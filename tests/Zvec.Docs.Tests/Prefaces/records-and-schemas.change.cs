using Microsoft.Extensions.VectorData;
using Zvec.Engine;
using Zvec.VectorData;

using var store = new ZvecVectorStore("store");

public sealed class Note
{
    [VectorStoreKey] public string Id { get; set; } = "";
    [VectorStoreData] public string Text { get; set; } = "";
    [VectorStoreData] public int Stars { get; set; }
}

public sealed class NoteWithLongStars
{
    [VectorStoreKey] public string Id { get; set; } = "";
    [VectorStoreData] public string Text { get; set; } = "";
    [VectorStoreData] public long Stars { get; set; }
}
