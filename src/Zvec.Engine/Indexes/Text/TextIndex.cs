namespace Zvec.Engine.Indexes.Text;

/// <summary>The text index of one field of one segment: for each term the rows whose texts have it, how often, and where.</summary>
/// <remarks>Deleted rows are in it as long as they are in the segment. Any number of threads may read one.</remarks>
internal abstract class TextIndex
{
    /// <summary>The rows that are indexed: all that the caller's snapshot sees.</summary>
    public abstract int RowCount { get; }

    /// <summary>The rows among them that have a text, however short.</summary>
    public abstract int TextCount { get; }

    /// <summary>The tokens of all texts: the sum of their lengths.</summary>
    public abstract long TokenCount { get; }

    /// <summary>The number of tokens of a row's text; 0 when it has none.</summary>
    public abstract int Length(int row);

    /// <summary>The numbers of tokens of the texts of some rows.</summary>
    public virtual void ReadLengths(ReadOnlySpan<int> rows, Span<int> lengths)
    {
        for (int i = 0; i < rows.Length; i++)
            lengths[i] = Length(rows[i]);
    }

    /// <summary>Looks a term up.</summary>
    /// <param name="term">The term, as analysis makes it.</param>
    /// <param name="entry">What is known of it.</param>
    /// <returns>Whether any row has it.</returns>
    public abstract bool TryFind(ReadOnlySpan<byte> term, out TermEntry entry);

    /// <summary>Adds the terms that begin with a prefix, in the order of their bytes.</summary>
    /// <param name="prefix">The prefix, not empty.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="into">Where to.</param>
    public abstract void FindPrefix(ReadOnlySpan<byte> prefix, int most, List<TermEntry> into);

    /// <summary>Opens the rows of a term, from the first one on. The cursor is for one thread.</summary>
    public abstract PostingCursor Open(TermEntry entry);
}
