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

    /// <summary>The distances of rows to a query, several rows at a time. May differ from <see cref="Distance"/> by the rounding of sums.</summary>
    /// <param name="query">The query.</param>
    /// <param name="rows">The row of number 0.</param>
    /// <param name="stride">Bytes from one row to the next.</param>
    /// <param name="numbers">The rows to measure, in any order; some may be there twice.</param>
    /// <param name="count">How many they are.</param>
    /// <param name="distances">Where the distances go, in the order of the numbers.</param>
    /// <param name="dimensions">The elements of a row.</param>
    static abstract void Distances(byte* query, byte* rows, int stride, int* numbers, int count, float* distances, int dimensions);

    /// <summary>The distances of rows to a row; as <see cref="Distances"/>, with <see cref="RowDistance"/> for each.</summary>
    static abstract void RowDistances(byte* row, byte* rows, int stride, int* numbers, int count, float* distances, int dimensions);
}
