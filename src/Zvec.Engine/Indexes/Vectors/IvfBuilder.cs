using Zvec.Engine.Columns;

namespace Zvec.Engine.Indexes.Vectors;

/// <summary>Builds the lists of an IVF index. The same rows, settings and seed give the same lists, however many threads work.</summary>
internal static class IvfBuilder
{
    /// <summary>A segment of fewer vectors is scanned sooner than lists of it are chosen and read.</summary>
    private const int SmallestIndex = 1_000;

    /// <summary>Vectors from which a centroid is found, on average.</summary>
    private const int SamplePerList = 32;

    private const int FewestPerList = 4;

    /// <summary>Bounds the memory that centroids take, at 256 MiB.</summary>
    private const int MostCentroidElements = 1 << 26;

    private const int LongestSampleForScale = 1 << 12;

    /// <summary>Vectors that are longer than this share of them are taken for outliers.</summary>
    private const double ScaleShare = 0.99;

    /// <summary>Vectors up to which a segment has no lists: 1,000, or four for each list when the options ask for fewer than 250.</summary>
    public static int Threshold(IvfFlatIndexOptions options) =>
        (int)Math.Min(SmallestIndex, FewestPerList * (long)(options.NList ?? SmallestIndex));

    /// <summary>About how many lists so many vectors get.</summary>
    public static int ListsFor(IvfFlatIndexOptions options, int vectors, int dimensions)
    {
        int wanted = options.NList ?? (int)(4 * Math.Sqrt(vectors));
        return Math.Max(1, Math.Min(wanted, Math.Min(vectors / FewestPerList, MostCentroidElements / (dimensions + 1))));
    }

    /// <summary>About what building takes in memory, in bytes.</summary>
    public static long EstimateBytes(VectorSchema vector, int rows)
    {
        long lists = ListsFor((IvfFlatIndexOptions)vector.Index, rows, vector.Dimensions);
        return (5L * rows * sizeof(int)) + (lists * (vector.Dimensions + 1) * sizeof(float) * 3);
    }

    /// <summary>Groups the vectors of a column.</summary>
    /// <param name="column">The vectors.</param>
    /// <param name="options">The metric, and how many lists are wanted.</param>
    /// <param name="threads">How many threads work; the calling one is among them.</param>
    /// <param name="seed">Determines the sample that centroids are found from.</param>
    /// <param name="cancellation">Gives up between some rows.</param>
    public static IvfLists Build(
        VectorColumn column, IvfFlatIndexOptions options, int threads, int seed = 0, CancellationToken cancellation = default)
    {
        int[] rows = [.. Enumerable.Range(0, column.Count).Where(column.HasVector)];
        int count = ListsFor(options, rows.Length, column.Layout.Dimensions);
        int[] sample = Sample(rows, (int)Math.Min(rows.Length, (long)count * SamplePerList), seed);
        CentroidSpace space = SpaceFor(column, options.Metric, sample);
        var means = new KMeans(space, column, threads, cancellation);
        if (rows.Length == 0)
            return new IvfLists(space, [], RowLists.Group(rows, [], 0));

        float[] centroids = means.Train(sample, count);
        RowLists lists = RowLists.Group(rows, means.Assign(rows, centroids, count), count);
        return WithoutEmpty(new IvfLists(space, centroids, lists));
    }

    /// <summary>Rows drawn at random, in random order.</summary>
    private static int[] Sample(int[] rows, int count, int seed)
    {
        int[] shuffled = [.. rows];
        var random = new Random(seed);
        for (int i = 0; i < count; i++)
        {
            int other = random.Next(i, shuffled.Length);
            (shuffled[i], shuffled[other]) = (shuffled[other], shuffled[i]);
        }

        return shuffled[..count];
    }

    private static CentroidSpace SpaceFor(VectorColumn column, Metric metric, int[] sample)
    {
        var unscaled = new CentroidSpace(metric, column.Layout.Type, column.Layout.Dimensions, 1);
        if (metric == Metric.Cosine)
            return unscaled;
        float[] vector = new float[unscaled.Dimensions];
        double[] lengths = new double[Math.Min(sample.Length, LongestSampleForScale)];
        for (int i = 0; i < lengths.Length; i++)
        {
            unscaled.Convert(column.GetElements(sample[i]), vector);
            lengths[i] = CentroidSpace.Length(vector);
        }

        Array.Sort(lengths);
        double length = lengths.Length == 0 ? 0 : lengths[(int)((lengths.Length - 1) * ScaleShare)];
        float scale = (float)(1 / length);
        return unscaled with { Scale = float.IsNormal(scale) ? scale : 1 };
    }

    private static IvfLists WithoutEmpty(IvfLists all)
    {
        int dimensions = all.Space.Dimensions;
        int[] kept = [.. Enumerable.Range(0, all.Lists.Count).Where(list => !all.Lists[list].IsEmpty)];
        if (kept.Length == all.Lists.Count)
            return all;
        float[] centroids = new float[kept.Length * dimensions];
        for (int i = 0; i < kept.Length; i++)
            all.Centroids.AsSpan(kept[i] * dimensions, dimensions).CopyTo(centroids.AsSpan(i * dimensions));
        return new IvfLists(all.Space, centroids, all.Lists.WithoutEmpty());
    }
}
