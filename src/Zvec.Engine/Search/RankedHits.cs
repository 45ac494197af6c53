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
        Snapshot snapshot, ReadOnlySpan<RankedRow> rows, FieldSelection selection, CancellationToken cancellation)
    {
        SearchHit[] hits = new SearchHit[rows.Length];
        for (int i = 0; i < hits.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            RankedRow row = rows[i];
            Document document = RowReader.Read(snapshot.Views[row.Segment].Segment, row.Row, snapshot.Schema, selection);
            hits[i] = new SearchHit(document, row.Score);
        }

        return hits;
    }
}
