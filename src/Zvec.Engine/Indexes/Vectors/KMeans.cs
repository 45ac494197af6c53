using System.Numerics.Tensors;
using Zvec.Engine.Columns;
using Zvec.Engine.Primitives;

namespace Zvec.Engine.Indexes.Vectors;

/// <summary>Finds centroids among the vectors of a column: Lloyd, "Least squares quantization in PCM", IEEE Transactions on Information
/// Theory 1982. The same rows, seed and processor give the same centroids, however many threads work.</summary>
internal sealed unsafe class KMeans(CentroidSpace space, VectorColumn column, int threads, CancellationToken cancellation)
{
    private const int Rounds = 8;

    /// <summary>Points that are compared with all centroids together.</summary>
    private const int Block = 32;

    private const int RowsAtOnce = 16 * Block;

    private const int CentroidsAtOnce = 16;

    /// <summary>Finds centroids.</summary>
    /// <param name="sample">Rows in random order, each with a vector, at least <paramref name="count"/>.</param>
    /// <param name="count">How many centroids.</param>
    /// <returns>The centroids one after another.</returns>
    public float[] Train(ReadOnlyMemory<int> sample, int count)
    {
        int dimensions = space.Dimensions;
        float[] centroids = new float[count * dimensions];
        for (int i = 0; i < count; i++)
            space.ToPoint(column.GetElements(sample.Span[i]), centroids.AsSpan(i * dimensions, dimensions));
        for (int round = 0; round < Rounds; round++)
        {
            RowLists lists = RowLists.Group(sample, Assign(sample, centroids, count), count);
            Move(lists, centroids);
            Repair(lists, centroids);
        }

        return centroids;
    }

    /// <summary>Finds the nearest centroid of each row.</summary>
    public int[] Assign(ReadOnlyMemory<int> rows, float[] centroids, int count)
    {
        using var panels = new CentroidPanels(count, space.Dimensions);
        panels.Set(centroids, count, space.IsSpherical);
        int[] nearest = new int[rows.Length];
        SharedWork.Run(rows.Length, RowsAtOnce, threads, Begin, cancellation);
        return nearest;

        Action<int, int> Begin()
        {
            float[] points = GC.AllocateUninitializedArray<float>(Block * space.Dimensions, pinned: true);
            float[] scratch = GC.AllocateUninitializedArray<float>(Block * 32, pinned: true);
            int[] found = new int[Block];
            return (from, to) =>
            {
                fixed (float* firstPoint = points, firstScratch = scratch)
                fixed (int* firstFound = found)
                {
                    for (int start = from; start < to; start += Block)
                    {
                        int taken = Math.Min(Block, to - start);
                        for (int i = 0; i < taken; i++)
                            ToPoint(rows.Span[start + i], points, i);

                        // what stands behind the last point is compared too, and not looked at
                        int all = (taken + CentroidPanels.PointsAtOnce - 1) & -CentroidPanels.PointsAtOnce;
                        panels.FindNearest(firstPoint, all, firstScratch, firstFound);
                        found.AsSpan(0, taken).CopyTo(nearest.AsSpan(start));
                    }
                }
            };
        }
    }

    private void ToPoint(int row, float[] points, int place) =>
        space.ToPoint(column.GetElements(row), points.AsSpan(place * space.Dimensions, space.Dimensions));

    /// <summary>Moves each centroid to the middle of its points.</summary>
    private void Move(RowLists lists, float[] centroids)
    {
        SharedWork.Run(lists.Count, CentroidsAtOnce, threads, Begin, cancellation);

        Action<int, int> Begin()
        {
            float[] point = new float[space.Dimensions];
            return (from, to) =>
            {
                for (int list = from; list < to; list++)
                {
                    ReadOnlySpan<int> rows = lists[list];
                    if (rows.IsEmpty)
                        continue;
                    Span<float> centroid = centroids.AsSpan(list * space.Dimensions, space.Dimensions);
                    centroid.Clear();
                    foreach (int row in rows)
                    {
                        ToPoint(row, point, 0);
                        TensorPrimitives.Add(centroid, point, centroid);
                    }

                    if (space.IsSpherical)
                        CentroidSpace.Normalize(centroid);
                    else
                        TensorPrimitives.Divide(centroid, rows.Length, centroid);
                }
            };
        }
    }

    /// <summary>Puts each centroid that no point is nearest to on a point of the longest list, which the two share from then on.</summary>
    private void Repair(RowLists lists, float[] centroids)
    {
        var longest = new PriorityQueue<int, (int Length, int List)>();
        for (int list = 0; list < lists.Count; list++)
            longest.Enqueue(list, (-lists[list].Length, list));
        for (int list = 0; list < lists.Count; list++)
        {
            if (!lists[list].IsEmpty || !longest.TryDequeue(out int donor, out (int Length, int List) place) || place.Length > -2)
                continue;
            ReadOnlySpan<int> rows = lists[donor];
            ToPoint(rows[rows.Length + place.Length >> 1], centroids, list);
            longest.Enqueue(donor, (place.Length / 2, donor));
        }
    }
}
