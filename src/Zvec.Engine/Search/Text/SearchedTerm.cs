using Zvec.Engine.Indexes.Text;

namespace Zvec.Engine.Search;

/// <summary>What a query looks for in a field: a term, or several that count as one, such as all that begin alike.</summary>
internal sealed class SearchedTerm
{
    /// <summary>More terms than these are gathered into one list of rows rather than walked side by side.</summary>
    private const int MostSideBySide = 8;

    private readonly List<TermEntry>[] _entries;

    /// <param name="field">The field.</param>
    /// <param name="entries">The terms, for each segment.</param>
    public SearchedTerm(SearchedField field, List<TermEntry>[] entries)
    {
        Field = field;
        _entries = entries;
        long documents = 0;
        foreach (List<TermEntry> inSegment in entries)
        {
            foreach (TermEntry entry in inSegment)
                documents += entry.RowCount;
        }

        MostContribution = field.MostContribution(documents);
    }

    public SearchedField Field { get; }

    /// <summary>What it contributes to a score at most, before boosts. Documents that have several of the terms count several
    /// times.</summary>
    public double MostContribution { get; }

    /// <summary>Opens its rows in a segment.</summary>
    /// <param name="scope">The segment.</param>
    /// <param name="weight">What it contributes at most, after boosts.</param>
    /// <param name="withPositions">Whether the places of the terms are wanted too.</param>
    /// <returns>Null when no row has it.</returns>
    public TermScorer? Open(SegmentScope scope, double weight, bool withPositions)
    {
        List<TermEntry> entries = _entries[scope.Segment];
        if (entries.Count == 0 || Field.IndexOf(scope.Segment) is not { } index)
            return null;
        if (entries.Count == 1)
            return Scorer(index.Open(entries[0]), entries[0].RowCount, entries[0].MostImpact);
        if (entries.Count > MostSideBySide && !withPositions)
        {
            var gathered = GatheredCursor.Gather(index, entries, scope.RowCount, scope.Cancellation);
            return Scorer(gathered, gathered.RowCount, gathered.MostImpact);
        }

        long rows = 0;
        int frequency = 0;
        int length = int.MaxValue;
        foreach (TermEntry entry in entries)
        {
            rows += entry.RowCount;
            frequency += entry.MostImpact.Frequency;
            length = Math.Min(length, entry.MostImpact.Length);
        }

        return Scorer(new UnionCursor([.. entries.Select(index.Open)]), rows, new Impact(frequency, length));

        TermScorer Scorer(PostingCursor cursor, long rows, Impact most) => new(cursor, index, Field, weight, rows, most, scope);
    }
}
