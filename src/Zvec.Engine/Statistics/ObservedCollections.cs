using System.Diagnostics.Metrics;
using Zvec.Engine.Telemetry;

namespace Zvec.Engine.Statistics;

/// <summary>The open collections of this process, for gauges that a listener asks for. Collections of one name, such as the partitions of a
/// larger one, are counted together.</summary>
/// <remarks>Held weakly: a collection that nobody disposed is not kept alive by being observed.</remarks>
internal static class ObservedCollections
{
    private static readonly Lock Gate = new();
    private static readonly List<WeakReference<IStatisticsSource>> Sources = [];

    static ObservedCollections()
    {
        Gauge("zvec.collection.documents", "{document}", "Documents that can be fetched.", state => [(null, state.Documents)]);
        Gauge("zvec.collection.deleted", "{document}", "Deleted versions yet to be removed.", state => [(null, state.DeletedDocuments)]);
        Gauge("zvec.collection.unsealed", "{document}", "Documents in memory and the log.", state => [(null, state.MutableDocuments)]);
        Gauge("zvec.collection.segments", "{segment}", "Segments on disk.", state => [(null, state.Segments)]);
        Gauge("zvec.collection.open", "{collection}", "Open collections.", _ => [(null, 1)]);
        Gauge("zvec.collection.stopped", "{collection}", "Collections that take no more writes because a device failed.",
            state => [(null, state.WriteFailure is null ? 0 : 1)]);
        Gauge("zvec.collection.failing_jobs", "{job}", "Jobs of maintenance whose last try failed.",
            state => [(null, state.Maintenance.Failing.Count)]);
        Gauge("zvec.collection.disk.usage", "By", "Bytes of files.", state => Parts(state.Disk));
        Gauge("zvec.collection.memory.usage", "By", "Bytes of memory.", state =>
            [("unsealed", state.Memory.UnsealedDocuments), ("work", state.Memory.Work), ("kept", state.Memory.Kept)]);
        Gauge("zvec.collection.memory.limit", "By", "Bytes of memory that may be taken.", state => [(null, state.Memory.Limit)]);
        EngineMeter.Meter.CreateObservableGauge(
            "zvec.index.completeness",
            MeasureCompleteness,
            "1",
            "The part of documents in built indexes, of the least complete collection of a name.");
    }

    public static void Add(IStatisticsSource source)
    {
        lock (Gate)
        {
            Sources.RemoveAll(one => !one.TryGetTarget(out _));
            Sources.Add(new WeakReference<IStatisticsSource>(source));
        }
    }

    public static void Remove(IStatisticsSource source)
    {
        lock (Gate)
            Sources.RemoveAll(one => !one.TryGetTarget(out IStatisticsSource? target) || target == source);
    }

    private static void Gauge(
        string name, string unit, string description, Func<CollectionStatistics, (string? Part, long Value)[]> values) =>
        EngineMeter.Meter.CreateObservableGauge(name, () => Measure(values), unit, description);

    private static IEnumerable<Measurement<long>> Measure(Func<CollectionStatistics, (string? Part, long Value)[]> values)
    {
        var sums = new Dictionary<(string Collection, string? Part), long>();
        foreach ((string collection, CollectionStatistics state) in States())
        {
            foreach ((string? part, long value) in values(state))
                sums[(collection, part)] = sums.GetValueOrDefault((collection, part)) + value;
        }

        return [.. sums.Select(sum => new Measurement<long>(sum.Value, Tags(sum.Key.Collection, AttributeName.Part, sum.Key.Part)))];
    }

    private static IEnumerable<Measurement<double>> MeasureCompleteness()
    {
        var least = new Dictionary<(string Collection, string Field), double>();
        foreach ((string collection, CollectionStatistics state) in States())
        {
            foreach (IndexStatistics index in state.Indexes)
                least[(collection, index.Field)] = Math.Min(least.GetValueOrDefault((collection, index.Field), 1), index.Completeness);
        }

        return [.. least.Select(one => new Measurement<double>(one.Value, Tags(one.Key.Collection, AttributeName.Field, one.Key.Field)))];
    }

    private static List<(string Collection, CollectionStatistics State)> States()
    {
        List<IStatisticsSource> open = [];
        lock (Gate)
        {
            foreach (WeakReference<IStatisticsSource> source in Sources)
            {
                if (source.TryGetTarget(out IStatisticsSource? target))
                    open.Add(target);
            }
        }

        var states = new List<(string, CollectionStatistics)>();
        foreach (IStatisticsSource source in open)
        {
            try
            {
                states.Add((source.Name, source.GetStatistics()));
            }
            catch (ObjectDisposedException)
            {
                // It was closed since the list was taken, and is not open any more.
            }
        }

        return states;
    }

    private static (string? Part, long Value)[] Parts(DiskUsage disk) =>
    [
        ("keys", disk.Keys),
        ("fields", disk.Fields),
        ("vectors", disk.Vectors),
        ("codes", disk.Codes),
        ("graphs", disk.Graphs),
        ("inverted_indexes", disk.InvertedIndexes),
        ("text_indexes", disk.TextIndexes),
        ("delete_maps", disk.DeleteMaps),
        ("log", disk.Log),
        ("manifest", disk.Manifest),
    ];

    private static KeyValuePair<string, object?>[] Tags(string collection, string name, string? value)
    {
        KeyValuePair<string, object?>[] tags =
        [
            new(AttributeName.System, ZvecTelemetry.SystemName),
            new(AttributeName.Collection, collection),
        ];
        return value is null ? tags : [.. tags, new(name, value)];
    }
}
