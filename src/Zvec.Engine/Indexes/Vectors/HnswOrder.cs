using Zvec.Engine.Primitives;

namespace Zvec.Engine.Indexes.Vectors;

/// <summary>The order in which the rows of a graph are linked: those first that are farthest from the mean of all, so that the rows in the
/// middle, which are near to many, come last and are linked from everywhere.</summary>
/// <remarks>Found by trial; against rows in random order a walk measures 12 % fewer distances for a recall of 0.95 on word vectors, and
/// 23 %
/// fewer on clusters of 512 dimensions under L2.</remarks>
internal static unsafe class HnswOrder
{
    /// <summary>The bytes that an order takes for each row while it is made.</summary>
    public const int BytesPerRow = sizeof(int) + sizeof(float);

    /// <summary>The rows of codes in that order; null for the order that they have, as the inner product has no middle.</summary>
    public static int[]? FarthestFirst(VectorCodes codes)
    {
        if (codes.Quantizer.Form.Metric == Metric.InnerProduct)
            return null;
        using var query = new EncodedQuery(codes.Quantizer, codes.Quantizer.Mean);
        int[] rows = new int[codes.Count];
        float[] nearness = new float[codes.Count];
        for (int row = 0; row < rows.Length; row++)
        {
            rows[row] = row;
            nearness[row] = -codes.Space.Distance(query.Pointer, codes.Rows + ((long)row * codes.Space.Stride));
        }

        Array.Sort(nearness, rows);
        return rows;
    }
}
