using Zvec.Engine.Storage;

namespace Zvec.Engine.Indexes.Text;

/// <summary>Terms of consecutive rows with their postings, in the order of the terms: what is written into an index, or merged into
/// one.</summary>
internal abstract class TermRun
{
    /// <summary>The bytes of the present term.</summary>
    public abstract ReadOnlySpan<byte> Term { get; }

    /// <summary>The rows that have it.</summary>
    public abstract int Count { get; }

    /// <summary>Moves to the next term; false behind the last one.</summary>
    public abstract bool Next();

    /// <summary>Reads the next row that has the term.</summary>
    /// <param name="row">The row before, −1 for none, and then the row.</param>
    /// <param name="positionBytes">The bytes of its positions.</param>
    /// <returns>How often it has the term.</returns>
    public abstract int ReadRow(ref int row, out long positionBytes);

    /// <summary>Writes the positions of all rows of the term; once all rows are read.</summary>
    public abstract void WritePositions(SectionFileWriter file);
}
