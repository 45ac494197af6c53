using Zvec.Engine.Indexes.Sparse;
using Zvec.Engine.Indexes.Text;
using Zvec.Engine.Indexes.Vectors;

namespace Zvec.Engine.Maintenance;

/// <summary>What a merge takes in memory, the graphs of the new segment included: it bounds how large a merge may be.</summary>
internal static class MergeMemory
{
    /// <summary>For each row its number in the source, and its places in the key map that is written.</summary>
    private const long WritingBytesPerRow = 28;

    /// <summary>For each row its number in the source, until the new segment has been handed over, and for each row of a reused graph its
    /// number in the new one.</summary>
    private const long SourceBytesPerRow = 10;

    /// <summary>What the inverted index of a field takes for a row with one short value.</summary>
    private const long InvertedBytesPerRow = 116;

    /// <summary>The elements that a sparse vector is taken to have, and one for how many of them no other has.</summary>
    private const int SparseElements = 64;
    private const int RowsPerSparseIndex = 8;

    /// <summary>File buffers.</summary>
    private const long LeastBytes = 1 << 18;

    public static long Estimate(CollectionSchema schema, int rows, int threads)
    {
        long indexes = schema.Fields.Any(field => field.Index is InvertedIndexOptions) ? rows * InvertedBytesPerRow : 0;
        if (schema.Fields.Any(field => field.Index is TextIndexOptions))
            indexes = Math.Max(indexes, rows * TextIndexWriter.MemoryPerRow);
        foreach (VectorSchema vector in schema.Vectors)
        {
            if (GraphParameters.For(vector) is { } parameters && rows > parameters.Threshold)
                indexes = Math.Max(indexes, HnswConstruction.EstimateBytes(rows, parameters.M, parameters.EfConstruction, threads));
            if (vector.Index is IvfFlatIndexOptions)
                indexes = Math.Max(indexes, IvfBuilder.EstimateBytes(vector, rows));
            if (vector.Index is SparseIndexOptions)
                indexes = Math.Max(indexes, SparseIndexWriter.EstimateBytes((long)rows * SparseElements, rows / RowsPerSparseIndex));
        }

        return LeastBytes + Math.Max(rows * WritingBytesPerRow, (rows * SourceBytesPerRow) + indexes);
    }

    /// <summary>The most rows whose merge takes at most so many bytes.</summary>
    public static int LargestRows(CollectionSchema schema, int threads, long bytes)
    {
        int fits = 0;
        int tooMany = int.MaxValue;
        while (tooMany - fits > 1)
        {
            int middle = fits + ((tooMany - fits) / 2);
            if (Estimate(schema, middle, threads) <= bytes)
                fits = middle;
            else
                tooMany = middle;
        }

        return fits;
    }
}
