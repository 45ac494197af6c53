using Zvec.Engine.Columns;
using Zvec.Engine.Primitives;

namespace Zvec.Engine.Indexes.Vectors;

/// <summary>Distances over rows of one form in memory, be they vectors or codes. Its methods do a whole piece of work each, so that
/// everything inside is compiled for the kernel and no distance costs a virtual call.</summary>
internal abstract unsafe class RowSpace
{
    private protected RowSpace(int dimensions, int stride)
    {
        Dimensions = dimensions;
        Stride = stride;
    }

    /// <summary>The number of elements of a row.</summary>
    public int Dimensions { get; }

    /// <summary>Bytes from one row to the next.</summary>
    public int Stride { get; }

    /// <summary>The distance of a row to an encoded query in single precision; smaller is nearer, always finite.</summary>
    public abstract float Distance(byte* query, byte* row);

    /// <summary>Shows every row of a block to <paramref name="results"/>.</summary>
    public abstract void Scan(VectorBlock block, byte* query, TopK results);

    /// <summary>Shows the rows of a block whose bits are set to <paramref name="results"/>.</summary>
    /// <param name="block">The rows.</param>
    /// <param name="query">An encoded query.</param>
    /// <param name="first">A bit for each row of the column, 64 a word.</param>
    /// <param name="second">More such words, both of whose bits must be set; empty for none.</param>
    /// <param name="results">Where the rows go.</param>
    public abstract void Scan(VectorBlock block, byte* query, ReadOnlySpan<ulong> first, ReadOnlySpan<ulong> second, TopK results);

    /// <summary>Shows chosen rows to <paramref name="results"/>.</summary>
    /// <param name="rows">The row of number 0.</param>
    /// <param name="numbers">The rows' numbers, in any order.</param>
    /// <param name="count">How many they are.</param>
    /// <param name="query">An encoded query.</param>
    /// <param name="results">Where the rows go.</param>
    public abstract void Scan(byte* rows, int* numbers, int count, byte* query, TopK results);

    /// <summary>Walks a graph; see <see cref="VectorSearch"/>.</summary>
    public abstract void Search(HnswGraph graph, byte* rows, byte* query, int ef, TopK results, CancellationToken cancellation);

    /// <summary>Searches a graph for accepted rows; see <see cref="HnswFilteredSearch{TKernel}"/>.</summary>
    /// <returns>Whether it did; if not, the rows are to be scanned.</returns>
    public abstract bool Search(
        HnswGraph graph,
        byte* rows,
        byte* query,
        int ef,
        Bitmap accept,
        FilterPlan plan,
        TopK results,
        CancellationToken cancellation);

    /// <summary>Links rows into a graph that is being built; see <see cref="HnswBuilder"/>.</summary>
    public abstract HnswInserter CreateInserter(HnswConstruction construction);
}
