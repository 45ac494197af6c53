using System.Diagnostics;
using System.Globalization;
using Zvec.Benchmarks.Data;
using Zvec.Benchmarks.Measure;

namespace Zvec.Benchmarks.Partitions;

/// <summary>The same rows in one collection and in partitions, asked the same in turns.</summary>
internal sealed class PartitionsRun(DataSet data, int rows, int partitions, int queries, int rounds, TextWriter output)
{
    public const string VectorField = "v";

    private const int BatchLength = 1_000;

    public void Run(string path)
    {
        float[][] vectors = VectorFile<float>.ReadAll(data.BasePath, rows);
        queries = Math.Min(queries, data.Queries.Length);
        var options = new CollectionOptions { Durability = Durability.Buffered, BackgroundMaintenance = false };
        string wholePath = Path.Combine(path, "whole");
        string partsPath = Path.Combine(path, "parts");
        var partsOptions = new PartitionedCollectionOptions { Partition = options };
        if (!Directory.Exists(wholePath))
            Make(vectors, wholePath, partsPath, options, partsOptions);
        using Collection whole = Collection.Open(wholePath, options);
        using PartitionedCollection parts = PartitionedCollection.Open(partsPath, partsOptions);
        int[][] truth = [.. Enumerable.Range(0, queries).Select(number => Rows(whole.Search(QueryFor(number, exact: true))))];
        Write($"{vectors.Length:N0} rows of {data.Name}, {partitions} partitions, {queries} queries a round, {Environment.ProcessorCount} processors");
        var table = new TextTable("callers", "one µs", "partitions µs", "ratio", "from", "to", "one processor µs", "partitions processor µs", "one recall", "partitions recall");
        foreach (int callers in (int[])[1, Environment.ProcessorCount])
            Compare(table, callers, query => whole.Search(query), query => parts.Search(query), truth);
        table.Write(output);
    }

    private void Make(
        float[][] vectors, string wholePath, string partsPath, CollectionOptions options, PartitionedCollectionOptions partsOptions)
    {
        using Collection whole = Collection.Create(wholePath, SchemaOf(data.Dimensions), options);
        using PartitionedCollection parts = PartitionedCollection.Create(
            partsPath, SchemaOf(data.Dimensions), PartitionBy.KeyHash(partitions), partsOptions);
        foreach (Document[] batch in Documents(vectors).Chunk(BatchLength))
        {
            whole.InsertAsync(batch).GetAwaiter().GetResult();
            parts.InsertAsync(batch).GetAwaiter().GetResult();
        }

        whole.OptimizeAsync().GetAwaiter().GetResult();
        parts.OptimizeAsync().GetAwaiter().GetResult();
    }

    public static CollectionSchema SchemaOf(int dimensions) => new("measured")
    {
        Key = KeyType.Int32,
        Vectors = [new VectorSchema(VectorField, VectorType.Float32, dimensions) { Index = new HnswIndexOptions { Metric = Metric.Cosine } }],
    };

    public static IEnumerable<Document> Documents(float[][] vectors) =>
        vectors.Select((vector, row) => new Document(row) { [VectorField] = vector });

    private void Compare(
        TextTable table,
        int callers,
        Func<VectorQuery, IReadOnlyList<SearchHit>> whole,
        Func<VectorQuery, IReadOnlyList<SearchHit>> parts,
        int[][] truth)
    {
        var ofWhole = new List<Pass>();
        var ofParts = new List<Pass>();
        for (int round = -1; round < rounds; round++)
        {
            Pass one = RunPass(callers, whole);
            Pass other = RunPass(callers, parts);
            if (round < 0)
                continue; // machine code is made, and graphs are moved
            ofWhole.Add(one);
            ofParts.Add(other);
        }

        double[] ratios = [.. ofWhole.Zip(ofParts, (one, other) => Median.Of(other.Microseconds) / Median.Of(one.Microseconds))];
        table.Add(
            callers.ToString(CultureInfo.InvariantCulture),
            Micros(ofWhole.Select(pass => Median.Of(pass.Microseconds))),
            Micros(ofParts.Select(pass => Median.Of(pass.Microseconds))),
            Number(Median.Of(ratios), "0.00"),
            Number(ratios.Min(), "0.00"),
            Number(ratios.Max(), "0.00"),
            Micros(ofWhole.Select(pass => pass.ProcessorSeconds * 1e6 / queries)),
            Micros(ofParts.Select(pass => pass.ProcessorSeconds * 1e6 / queries)),
            Number(Recall.Of(ofWhole[^1].Answers, truth), "0.0000"),
            Number(Recall.Of(ofParts[^1].Answers, truth), "0.0000"));
    }

    private Pass RunPass(int callers, Func<VectorQuery, IReadOnlyList<SearchHit>> search)
    {
        var answers = new int[queries][];
        double[] microseconds = new double[queries];
        TimeSpan processor = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        Thread[] threads = [.. Enumerable.Range(0, callers).Select(caller => new Thread(() =>
        {
            for (int i = caller; i < queries; i += callers)
            {
                long begin = Stopwatch.GetTimestamp();
                answers[i] = Rows(search(QueryFor(i, exact: false)));
                microseconds[i] = Stopwatch.GetElapsedTime(begin).TotalMicroseconds;
            }
        }))];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return new Pass(seconds, (Environment.CpuUsage.TotalTime - processor).TotalSeconds, microseconds, answers);
    }

    private VectorQuery QueryFor(int number, bool exact) =>
        new(VectorField, data.Queries[number]) { Top = Recall.Top, Exact = exact, OutputFields = [] };

    private static int[] Rows(IReadOnlyList<SearchHit> hits) => [.. hits.Select(hit => (int)hit.Key.Value)];

    private static string Micros(IEnumerable<double> values) => Number(Median.Of(values), "0");

    private static string Number(double value, string form) => value.ToString(form, CultureInfo.InvariantCulture);

    private void Write(FormattableString line) => output.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
