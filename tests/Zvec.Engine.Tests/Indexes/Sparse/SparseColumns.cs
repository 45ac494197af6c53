using Zvec.Engine.Columns;
using Zvec.Engine.Indexes.Sparse;
using Zvec.Engine.Storage;
using Zvec.Engine.Tests.Storage;

namespace Zvec.Engine.Tests.Indexes.Sparse;

/// <summary>Makes sparse vectors, columns of them and their indexes for tests.</summary>
internal static class SparseColumns
{
    private const string Path = "/v1.postings";

    public static SparseColumn Of(IEnumerable<SparseVector?> vectors)
    {
        var builder = new BytesColumnBuilder(DataType.Binary);
        foreach (SparseVector? vector in vectors)
            builder.Append(vector?.ToBytes());
        return new SparseColumn((BytesColumn)builder.Column);
    }

    /// <summary>Writes the index of a column.</summary>
    public static MemoryFileSystem Write(SparseColumn column, int rows)
    {
        var files = new MemoryFileSystem("/");
        using var writer = new SectionFileWriter(files, Path, SparseSections.Kind, SparseSections.Version);
        SparseIndexWriter.Write(writer, column, rows, CancellationToken.None);
        writer.Finish();
        return files;
    }

    public static SectionFileReader Open(MemoryFileSystem files) =>
        new(files, Path, SparseSections.Kind, SparseSections.Version, verify: true);

    /// <summary>A vector as encoders make them: few indices are in most vectors, most in few.</summary>
    /// <param name="random">Chooses.</param>
    /// <param name="count">The number of elements at most.</param>
    /// <param name="vocabulary">The number of different indices.</param>
    /// <param name="negative">The part of the elements that are negative.</param>
    public static SparseVector Random(Random random, int count, int vocabulary, double negative = 0)
    {
        var elements = new Dictionary<uint, float>();
        for (int i = random.Next(count + 1); i > 0; i--)
        {
            uint index = (uint)(vocabulary * Math.Pow(random.NextDouble(), 3));
            float value = MathF.Round(random.NextSingle() * 40) / 8; // some are zero, and many products are equal
            elements[index] = random.NextDouble() < negative ? -value : value;
        }

        return SparseVector.From(elements);
    }

    /// <summary>The best rows by looking at all.</summary>
    public static (float Score, int Row)[] Best(
        IReadOnlyList<SparseVector?> vectors, SparseVector query, int count, Func<int, bool> accept, float above) =>
        [
            .. Enumerable.Range(0, vectors.Count).Where(row => vectors[row] is not null && accept(row))
                .Select(row => (Score: (float)query.Dot(vectors[row]!), Row: row))
                .Where(hit => hit.Score > above)
                .OrderByDescending(hit => hit.Score)
                .ThenBy(hit => hit.Row)
                .Take(count),
        ];
}
