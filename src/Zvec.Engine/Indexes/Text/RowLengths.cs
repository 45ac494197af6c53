using Zvec.Engine.Primitives;

namespace Zvec.Engine.Indexes.Text;

/// <summary>How many tokens the text of each row has. One thread appends; others read rows that they know to be there.</summary>
internal sealed class RowLengths
{
    // sums over all rows up to each one, so that a reader can know those of the rows that it sees
    private readonly ChunkedList<long> _tokens = new();
    private readonly ChunkedList<int> _texts = new();

    /// <summary>The rows appended; for the appending thread.</summary>
    public int Count => _texts.Count;

    /// <summary>Bytes of memory; for the appending thread.</summary>
    public long MemoryBytes => _tokens.AllocatedBytes + _texts.AllocatedBytes;

    /// <summary>The tokens of a row; 0 when it has no text.</summary>
    public int this[int row] => (int)(_tokens[row] - TokensBefore(row));

    /// <summary>Appends a row with a text.</summary>
    public void Add(int tokens)
    {
        _tokens.Add(TokensBefore(Count) + tokens);
        _texts.Add(TextsBefore(Count) + 1);
    }

    /// <summary>Appends a row without a text.</summary>
    public void AddMissing()
    {
        _tokens.Add(TokensBefore(Count));
        _texts.Add(TextsBefore(Count));
    }

    /// <summary>The tokens of the first <paramref name="rowCount"/> rows.</summary>
    public long TokensBefore(int rowCount) => rowCount == 0 ? 0 : _tokens[rowCount - 1];

    /// <summary>How many of the first <paramref name="rowCount"/> rows have a text.</summary>
    public int TextsBefore(int rowCount) => rowCount == 0 ? 0 : _texts[rowCount - 1];
}
