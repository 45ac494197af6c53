using Zvec.Engine.Segments;

namespace Zvec.Engine.Search;

/// <summary>Answers searches of one field: ranks the rows that may be found, as the kind of query asks, and reads the documents of the
/// best.</summary>
internal static class SnapshotSearch
{
    public static IReadOnlyList<SearchHit> Search(Snapshot snapshot, SearchQuery query, CancellationToken cancellation)
    {
        QueryLimits.CheckHits(snapshot.Schema, query.Top, query.Skip);
        FieldSelection selection = FieldSelection.For(snapshot.Schema, query.OutputFields, query.IncludeVectors);
        using SnapshotMatches matches = SnapshotMatches.Find(snapshot, query.Filter, cancellation);
        RankedRow[] rows = Rank(snapshot, query, matches, query.Skip + query.Top, cancellation);
        return RankedHits.Read(snapshot, rows.AsSpan(Math.Min(query.Skip, rows.Length)), selection, cancellation);
    }

    /// <summary>The best rows for a query, in order.</summary>
    /// <param name="snapshot">The collection.</param>
    /// <param name="query">What to look for; how many, and under which filter, the other arguments say instead.</param>
    /// <param name="matches">Which rows may be found.</param>
    /// <param name="count">How many rows are wanted.</param>
    /// <param name="cancellation">Stops between some thousand rows.</param>
    public static RankedRow[] Rank(
        Snapshot snapshot, SearchQuery query, SnapshotMatches matches, int count, CancellationToken cancellation) => query switch
        {
            VectorQuery vector => VectorRanking.Rank(snapshot, vector, matches, count, cancellation),
            TextQuery text => TextSearcher.Rank(snapshot, text, matches, count, cancellation),
            _ => throw new ZvecException(
                ZvecErrorCode.NotSupported, $"A query of type {query.GetType().Name} cannot be answered by this version."),
        };
}
