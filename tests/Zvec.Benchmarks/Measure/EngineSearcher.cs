using System.Diagnostics;
using Zvec.Benchmarks.Data;

namespace Zvec.Benchmarks.Measure;

/// <summary>Searches a collection of this engine through its public door.</summary>
internal sealed class EngineSearcher(Collection collection, float[][] queries) : ISearcher
{
    private static readonly string[] NoFields = [];

    public string Name => "ours";

    public Pass Run(PassRequest request)
    {
        Filter? filter = request.Percent is { } percent ? Filter.LessThan(EngineCollection.AttributeField, percent) : null;
        var answers = new int[request.Queries][];
        var microseconds = new double[request.Queries];
        TimeSpan processor = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        long last = start;
        for (int i = 0; i < request.Queries; i++)
        {
            answers[i] = Search(queries[i], request.Ef, filter);
            long now = Stopwatch.GetTimestamp();
            microseconds[i] = Stopwatch.GetElapsedTime(last, now).TotalMicroseconds;
            last = now;
        }

        processor = Environment.CpuUsage.TotalTime - processor;
        return new Pass(Stopwatch.GetElapsedTime(start, last).TotalSeconds, processor.TotalSeconds, microseconds, answers);
    }

    public int[] Search(float[] vector, int? ef, Filter? filter = null)
    {
        IReadOnlyList<SearchHit> hits = collection.Search(new VectorQuery(EngineCollection.VectorField, vector)
        {
            Top = Recall.Top,
            Ef = ef,
            Exact = ef is null,
            Filter = filter,
            OutputFields = NoFields,
        });
        var rows = new int[hits.Count];
        for (int i = 0; i < rows.Length; i++)
            rows[i] = (int)hits[i].Key.Value;
        return rows;
    }
}
