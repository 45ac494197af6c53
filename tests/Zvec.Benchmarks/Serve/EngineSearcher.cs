using System.Diagnostics;
using Zvec.Benchmarks.Data;
using Zvec.Benchmarks.Measure;

namespace Zvec.Benchmarks.Serve;

/// <summary>Searches a collection of this engine through its public door.</summary>
internal sealed class EngineSearcher(Collection collection, float[][] queries)
{
    private static readonly string[] NoFields = [];

    public Pass Run(PassRequest request)
    {
        var answers = new int[request.Queries][];
        var microseconds = new double[request.Queries];
        TimeSpan processor = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        Thread[] others =
        [
            .. Enumerable.Range(1, request.Threads - 1)
                .Select(thread => new Thread(() => RunPart(request, thread, answers, microseconds)))
        ];
        foreach (Thread other in others)
            other.Start();
        RunPart(request, 0, answers, microseconds);
        foreach (Thread other in others)
            other.Join();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        processor = Environment.CpuUsage.TotalTime - processor;
        return new Pass(seconds, processor.TotalSeconds, microseconds, answers);
    }

    /// <summary>A query that asks for as little as possible: no fields and no vectors.</summary>
    public VectorQuery QueryFor(int number, PassRequest request) => new(EngineCollection.VectorField, queries[number])
    {
        Top = Recall.Top,
        Ef = request.Ef,
        NProbe = request.NProbe,
        Exact = request.Exact,
        Filter = request.Percent is { } percent ? Filter.LessThan(request.Field, percent) : null,
        OutputFields = NoFields,
    };

    /// <summary>The row numbers that a query finds.</summary>
    public int[] Answer(int number, PassRequest request)
    {
        IReadOnlyList<SearchHit> hits = collection.Search(QueryFor(number, request));
        var rows = new int[hits.Count];
        for (int place = 0; place < rows.Length; place++)
            rows[place] = (int)hits[place].Key.Value;
        return rows;
    }

    private void RunPart(PassRequest request, int thread, int[][] answers, double[] microseconds)
    {
        long last = Stopwatch.GetTimestamp();
        for (int i = thread; i < request.Queries; i += request.Threads)
        {
            answers[i] = Answer(i, request);
            long now = Stopwatch.GetTimestamp();
            microseconds[i] = Stopwatch.GetElapsedTime(last, now).TotalMicroseconds;
            last = now;
        }
    }
}
