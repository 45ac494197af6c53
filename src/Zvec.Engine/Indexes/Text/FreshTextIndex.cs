namespace Zvec.Engine.Indexes.Text;

/// <summary>The text index of the first rows of a column in memory, whatever is added behind them meanwhile.</summary>
internal sealed class FreshTextIndex(TextIndexBuilder builder, int rowCount) : TextIndex
{
    public override int RowCount => rowCount;

    public override int TextCount => builder.Lengths.TextsBefore(rowCount);

    public override long TokenCount => builder.Lengths.TokensBefore(rowCount);

    public override int Length(int row) => builder.Lengths[row];

    public override bool TryFind(ReadOnlySpan<byte> term, out TermEntry entry)
    {
        int number = builder.Terms.Find(term);
        if (number >= 0 && number < builder.VisibleTerms)
            return TryGet(number, out entry);
        entry = default;
        return false;
    }

    public override void FindPrefix(ReadOnlySpan<byte> prefix, int most, List<TermEntry> into)
    {
        var found = new List<int>();
        int terms = builder.VisibleTerms;
        for (int number = 0; number < terms; number++)
        {
            if (builder.Terms[number].StartsWith(prefix))
                found.Add(number);
        }

        int[] sorted = [.. found];
        builder.Terms.Sort(sorted);
        int added = 0;
        foreach (int number in sorted)
        {
            if (added == most)
                return;
            if (!TryGet(number, out TermEntry entry))
                continue;
            into.Add(entry);
            added++;
        }
    }

    public override PostingCursor Open(TermEntry entry) => new FreshCursor(builder.Postings(entry.Number), builder.Pool, entry.RowCount);

    private bool TryGet(int number, out TermEntry entry)
    {
        FreshPostings postings = builder.Postings(number);
        int count = postings.CountBefore(rowCount, builder.Pool);
        entry = new TermEntry(number, count, postings.MostImpact);
        return count > 0;
    }
}
