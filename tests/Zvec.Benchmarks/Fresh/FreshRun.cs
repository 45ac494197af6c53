using System.Diagnostics;
using System.Globalization;
using Zvec.Benchmarks.Data;
using Zvec.Benchmarks.Measure;
using Zvec.Benchmarks.Serve;

namespace Zvec.Benchmarks.Fresh;

/// <summary>One thread loads a set, another searches all the time: first beside the load, then until background maintenance is idle.</summary>
internal sealed class FreshRun(DataSet data, int count, int batch, int rate, int step, TextWriter output)
{
    private static readonly PassRequest Request = new() { Ef = 200, Queries = 1 };

    private readonly List<(double Wall, double Processor)> _times = [];
    private readonly List<int[]> _answers = [];
    private readonly List<int[]> _truth = [];
    private int _loaded;
    private int _query;

    public void Run(string path)
    {
        var schema = new CollectionSchema(data.Name)
        {
            Key = KeyType.Int32,
            Vectors = [new VectorSchema(EngineCollection.VectorField, VectorType.Float32, data.Dimensions) { Index = new HnswIndexOptions { Metric = Metric.Cosine } }],
        };
        float[][] rows = VectorFile<float>.ReadAll(data.BasePath, count);
        WarmUp(Path.Combine(path, "warm"), schema, rows);
        using Collection collection = Collection.Create(Path.Combine(path, "c"), schema, new CollectionOptions { Durability = Durability.Buffered });
        var searcher = new EngineSearcher(collection, data.Queries);
        output.WriteLine("documents   seconds   queries    p50 ms    p99 ms  p50 processor ms, recall");
        long start = Stopwatch.GetTimestamp();
        Task load = Task.Factory.StartNew(() => Load(collection, rows), TaskCreationOptions.LongRunning);
        for (int bound = step; !load.IsCompleted; bound += step)
        {
            while (Volatile.Read(ref _loaded) < bound && !load.IsCompleted)
                Search(searcher, isComplete: false);
            Report(start);
        }

        load.GetAwaiter().GetResult();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Task idle = collection.IdleAsync();
        do
        {
            long line = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(line).TotalSeconds < 1 && !idle.IsCompleted)
                Search(searcher, isComplete: true);
            Report(start);
        }
        while (!idle.IsCompleted);
        double settled = Stopwatch.GetElapsedTime(start).TotalSeconds;
        for (int i = 0; i < 2_000; i++)
            Search(searcher, isComplete: true);
        Report(start);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"load {seconds:0.0} s, {rows.Length / seconds:N0} documents/s; idle after {settled:0.0} s"));
    }

    /// <summary>Has the machine code of scans and walks made, which takes seconds in which both are slow.</summary>
    private void WarmUp(string path, CollectionSchema schema, float[][] rows)
    {
        using Collection collection = Collection.Create(path, schema, new CollectionOptions { Durability = Durability.Buffered, BackgroundMaintenance = false });
        var searcher = new EngineSearcher(collection, data.Queries);
        foreach (Document[] part in rows.Take(8_000).Select((row, number) => new Document(number) { [EngineCollection.VectorField] = row }).Chunk(4_000))
        {
            collection.InsertAsync(part).GetAwaiter().GetResult();
            SearchAll(searcher);
            collection.FlushAsync().GetAwaiter().GetResult();
            SearchAll(searcher);
        }

        collection.OptimizeAsync().GetAwaiter().GetResult();
        SearchAll(searcher);
        _times.Clear();

        void SearchAll(EngineSearcher searcher)
        {
            for (int i = 0; i < 500; i++)
                Search(searcher, isComplete: false);
        }
    }

    private void Load(Collection collection, float[][] rows)
    {
        long start = Stopwatch.GetTimestamp();
        var documents = new List<Document>(batch);
        for (int row = 0; row < rows.Length; row++)
        {
            documents.Add(new Document(row) { [EngineCollection.VectorField] = rows[row] });
            if (documents.Count < batch && row < rows.Length - 1)
                continue;
            collection.InsertAsync(documents).GetAwaiter().GetResult();
            documents.Clear();
            Volatile.Write(ref _loaded, row + 1);
            double ahead = rate == 0 ? 0 : ((row + 1.0) / rate) - Stopwatch.GetElapsedTime(start).TotalSeconds;
            if (ahead > 0)
                Thread.Sleep(TimeSpan.FromSeconds(ahead));
        }
    }

    private void Search(EngineSearcher searcher, bool isComplete)
    {
        _query = (_query + 1) % data.Queries.Length;
        double processor = ThreadClock.Milliseconds();
        long start = Stopwatch.GetTimestamp();
        int[] answer = searcher.Answer(_query, Request);
        _times.Add((Stopwatch.GetElapsedTime(start).TotalMilliseconds, ThreadClock.Milliseconds() - processor));
        if (!isComplete)
            return;
        if (count < data.Count)
            return;
        _answers.Add(answer);
        _truth.Add(data.Truth[_query]);
    }

    private void Report(long start)
    {
        if (_times.Count == 0)
            return;
        double[] wall = [.. _times.Select(time => time.Wall).Order()];
        double[] processor = [.. _times.Select(time => time.Processor).Order()];
        string recall = _answers.Count == 0 ? "" : Recall.Of(_answers.ToArray(), _truth.ToArray()).ToString("0.0000", CultureInfo.InvariantCulture);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{_loaded,9:N0} {Stopwatch.GetElapsedTime(start).TotalSeconds,9:0.00} {_times.Count,9} {wall[wall.Length / 2],9:0.00} {wall[wall.Length * 99 / 100],9:0.00} {processor[processor.Length / 2],9:0.00} {recall}"));
        _times.Clear();
        _answers.Clear();
        _truth.Clear();
    }
}
