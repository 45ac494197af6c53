using System.Globalization;

namespace Zvec.Benchmarks.Data;

/// <summary>The files of a data set: <c>NAME.base.fvecs</c>, <c>NAME.query.fvecs</c> and <c>NAME.gt.ivecs</c>; where they are there, also
/// <c>NAME.attr.ivecs</c> (a number from 0 to 99 for each base row) and <c>NAME.gt.fP.ivecs</c> (the truth among the rows with attr &lt;
/// P).</summary>
internal sealed class DataSet
{
    private static readonly int[] KnownPercents = [1, 10, 50, 90];

    private readonly string _prefix;

    private DataSet(string folder, string name)
    {
        Name = name;
        _prefix = Path.Combine(folder, name);
    }

    public string Name { get; }

    public required int Dimensions { get; init; }

    /// <summary>The number of base rows.</summary>
    public required int Count { get; init; }

    public required float[][] Queries { get; init; }

    /// <summary>For each query the nearest base rows, nearest first.</summary>
    public required int[][] Truth { get; init; }

    /// <summary>The same among the rows with attr &lt; P, by P.</summary>
    public required IReadOnlyDictionary<int, int[][]> FilteredTruth { get; init; }

    public string BasePath => _prefix + ".base.fvecs";

    public string QueryPath => _prefix + ".query.fvecs";

    /// <summary>The file of attributes, or null when the set has none.</summary>
    public string? AttributePath => File.Exists(_prefix + ".attr.ivecs") ? _prefix + ".attr.ivecs" : null;

    /// <summary>Reads the queries and the truth and checks that the files fit each other.</summary>
    /// <exception cref="InvalidDataException">A file is missing or does not fit.</exception>
    public static DataSet Load(string folder, string name)
    {
        string prefix = Path.Combine(folder, name);
        string basePath = Required(prefix + ".base.fvecs");
        string queryPath = Required(prefix + ".query.fvecs");
        using VectorFile<float> rows = VectorFile<float>.Open(basePath);
        float[][] queries = VectorFile<float>.ReadAll(queryPath);
        if (queries[0].Length != rows.Dimensions)
            throw new InvalidDataException($"{queryPath} has {queries[0].Length} dimensions where {basePath} has {rows.Dimensions}.");

        var filtered = new SortedDictionary<int, int[][]>();
        if (File.Exists(prefix + ".attr.ivecs"))
        {
            using VectorFile<int> attributes = VectorFile<int>.Open(prefix + ".attr.ivecs");
            if (attributes.Count != rows.Count || attributes.Dimensions != 1)
                throw new InvalidDataException($"{prefix}.attr.ivecs has {attributes.Count} rows of {attributes.Dimensions} where one number for each of {rows.Count} rows is needed.");
            foreach (int percent in KnownPercents)
            {
                string path = string.Create(CultureInfo.InvariantCulture, $"{prefix}.gt.f{percent}.ivecs");
                if (File.Exists(path))
                    filtered.Add(percent, ReadTruth(path, queries.Length, rows.Count));
            }
        }

        return new DataSet(folder, name)
        {
            Dimensions = rows.Dimensions,
            Count = rows.Count,
            Queries = queries,
            Truth = ReadTruth(Required(prefix + ".gt.ivecs"), queries.Length, rows.Count),
            FilteredTruth = filtered,
        };
    }

    private static int[][] ReadTruth(string path, int queries, int rows)
    {
        int[][] truth = VectorFile<int>.ReadAll(path);
        if (truth.Length != queries)
            throw new InvalidDataException($"{path} has {truth.Length} rows for {queries} queries.");
        if (truth[0].Length < Recall.Top)
            throw new InvalidDataException($"{path} names {truth[0].Length} neighbours where recall@{Recall.Top} needs {Recall.Top}.");
        foreach (int[] neighbours in truth)
        {
            foreach (int row in neighbours)
            {
                if ((uint)row >= (uint)rows)
                    throw new InvalidDataException($"{path} names row {row} of {rows} base rows.");
            }
        }

        return truth;
    }

    private static string Required(string path) =>
        File.Exists(path) ? path : throw new InvalidDataException($"{path} is missing; --data names the folder of the files and --set their first name.");
}
