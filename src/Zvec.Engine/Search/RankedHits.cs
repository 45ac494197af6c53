using Zvec.Engine.Segments;

namespace Zvec.Engine.Search;

/// <summary>Reads the documents of the rows that a search found.</summary>
internal static class RankedHits
{
    /// <param name="snapshot">The snapshot that was searched.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="selection">What the documents hold.</param>
    /// <param name="cancellation">Stops between two documents.</param>
    /// <returns>A hit for each row, in order.</returns>
    public static SearchHit[] Read(
        Snapshot snapshot, ReadOnlySpan<RankedRow> rows, FieldSelection selection, CancellationToken cancellation) =>
        Read(snapshot, rows, selection, highlights: null, cancellation);

    /// <param name="snapshot">The snapshot that was searched.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="selection">What the documents hold.</param>
    /// <param name="highlights">Finds the words to show in them; null for none.</param>
    /// <param name="cancellation">Stops between two documents.</param>
    /// <returns>A hit for each row, in order.</returns>
    public static SearchHit[] Read(
        Snapshot snapshot,
        ReadOnlySpan<RankedRow> rows,
        FieldSelection selection,
        TextHighlights? highlights,
        CancellationToken cancellation)
    {
        SearchHit[] hits = new SearchHit[rows.Length];
        for (int i = 0; i < hits.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            RankedRow row = rows[i];
            Segment segment = snapshot.Views[row.Segment].Segment;
            Document document = RowReader.Read(segment, row.Row, snapshot.Schema, selection);
            hits[i] = new SearchHit(document, row.Score) { Highlights = highlights?.In(segment, row.Row) ?? [] };
        }

        return hits;
    }
}
