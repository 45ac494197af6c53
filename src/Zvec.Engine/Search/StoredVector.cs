using Zvec.Engine.Columns;
using Zvec.Engine.Documents;
using Zvec.Engine.Segments;

namespace Zvec.Engine.Search;

/// <summary>The vector of a document that is in the collection.</summary>
/// <param name="segment">The number of the document's segment in <see cref="Snapshot.Views"/>.</param>
/// <param name="row">Its row there.</param>
/// <param name="elements">The elements as bytes, valid as long as the snapshot is leased.</param>
internal readonly ref struct StoredVector(int segment, int row, ReadOnlySpan<byte> elements)
{
    public int Segment => segment;

    public int Row => row;

    public ReadOnlySpan<byte> Elements { get; } = elements;

    /// <summary>Looks for the vector of a document.</summary>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.NotFound"/>: there is no such document, or it has no vector.
    /// <see cref="ZvecErrorCode.InvalidArgument"/>: the collection has no such keys.</exception>
    public static StoredVector Of(Snapshot snapshot, VectorSchema field, DocumentKey key)
    {
        KeyRules.Check(snapshot.Schema, key);
        (int segment, int row) = snapshot.Find(key);
        if (segment < 0)
            throw Missing(snapshot, field, key, "there is no such document");
        if (field.Type == VectorType.Sparse)
        {
            return snapshot.Views[segment].Segment.FindSparse(field.Id) is { } sparse && sparse.HasVector(row)
                ? new StoredVector(segment, row, sparse.Elements(row))
                : throw Missing(snapshot, field, key, "that document has none");
        }

        if (snapshot.Views[segment].Segment.FindVectors(field.Id) is not { } column || !column.HasVector(row))
            throw Missing(snapshot, field, key, "that document has none");
        byte[] elements = new byte[column.Layout.DataBytes];
        column.CopyElements(row, elements);
        return new StoredVector(segment, row, elements);
    }

    private static ZvecException Missing(Snapshot snapshot, VectorSchema field, DocumentKey key, string why) => new(
        ZvecErrorCode.NotFound,
        $"Collection '{snapshot.Schema.Name}' cannot search field '{field.Name}' with the vector of document {KeyRules.Shorten(key)}: "
            + $"{why}.");
}
