namespace Zvec.Engine.Indexes.Text;

/// <summary>Where the postings of a term are in the file.</summary>
/// <param name="RowCount">The rows that have it.</param>
/// <param name="MostImpact">A bound of what it contributes to any of them.</param>
/// <param name="Start">Where its rows begin, in the section of the postings.</param>
/// <param name="RowBytes">The bytes of its rows.</param>
/// <param name="PositionBytes">The bytes of its positions.</param>
internal readonly record struct TextTerm(int RowCount, Impact MostImpact, long Start, long RowBytes, long PositionBytes)
{
    /// <summary>Where its blocks begin.</summary>
    public long Blocks => Start + RowBytes;

    /// <summary>Where its positions begin.</summary>
    public long Positions => Blocks + TextFormat.BlockTableBytes(RowCount);

    /// <summary>Where the next term begins.</summary>
    public long End => Positions + PositionBytes;
}
