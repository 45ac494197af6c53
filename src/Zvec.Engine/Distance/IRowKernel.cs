namespace Zvec.Engine.Distance;

/// <summary>The distance of a query and of rows that lie in one form in memory; smaller is nearer, and always finite.</summary>
/// <remarks>A kernel may read up to the multiple of 64 bytes that follows an operand, counted from its address; operands need no
/// alignment.</remarks>
internal unsafe interface IRowKernel
{
    /// <summary>The distance of a row to a query, which may be in a form of its own.</summary>
    static abstract float Distance(byte* query, byte* row, int dimensions);

    /// <summary>The distance of two rows; both orders give the same bits.</summary>
    static abstract float RowDistance(byte* a, byte* b, int dimensions);
}
