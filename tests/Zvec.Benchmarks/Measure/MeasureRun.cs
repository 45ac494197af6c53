using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using Zvec.Benchmarks.Data;
using Zvec.Benchmarks.Peers;

namespace Zvec.Benchmarks.Measure;

/// <summary>The steps of <c>measure</c>, in order.</summary>
internal sealed class MeasureRun
{
    private const int Probes = 5;
    private const int Reopens = 7;
    private const int ExactPasses = 3;

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Converters = { new JsonStringEnumConverter() } };
    private static readonly TimeSpan WarmUpTime = TimeSpan.FromSeconds(3);

    private readonly MeasureSettings _settings;
    private readonly DataSet _data;
    private readonly string _work;
    private readonly MeasureReport _report;
    private readonly MeasurePrinter _printer = new(Console.Out);

    private MeasureRun(MeasureSettings settings, DataSet data, string work)
    {
        _settings = settings;
        _data = data;
        _work = work;
        _report = new MeasureReport
        {
            Environment = RunEnvironment.Now(),
            Settings = settings,
            Rows = data.Count,
            Dimensions = data.Dimensions,
            Queries = data.Queries.Length,
        };
    }

    private string EnginePath => Path.Combine(_work, "ours");

    public static void Run(MeasureSettings settings, string? json)
    {
        DataSet data = DataSet.Load(settings.Data, settings.Set);
        string work = settings.Work ?? Directory.CreateTempSubdirectory("zvec-measure-").FullName;
        Directory.CreateDirectory(work);
        try
        {
            var run = new MeasureRun(settings, data, work);
            run.RunAll();
            if (json is not null)
                File.WriteAllText(json, JsonSerializer.Serialize(run._report, Json));
        }
        finally
        {
            if (settings.Work is null)
                Directory.Delete(work, recursive: true);
        }
    }

    private void RunAll()
    {
        _printer.PrintHead(_report);
        MeasureEngine();
        using ZvecPeer? peer = MeasurePeer();
        _printer.PrintFigures(_report.Engines);

        using Collection collection = Collection.Open(EnginePath, EngineCollection.OptionsFor(_settings));
        var engine = new EngineSearcher(collection, _data.Queries);
        ISearcher[] engines = peer is null ? [engine] : [engine, peer];
        foreach (ISearcher searcher in engines)
            CurveRun.WarmUp(searcher, _data.Queries.Length, WarmUpTime);

        _report.Curves = CurveRun.Measure(engines, [.. _settings.Ef], _settings.Passes, _data.Queries.Length, _data.Truth);
        _printer.PrintCurves("search, one query at a time", _report.Curves);
        _printer.PrintTargets(_report.Curves);

        if (_settings.ExactQueries > 0)
        {
            _report.Exact = MeasureExact(engine, collection);
            _printer.PrintExact(_report.Exact);
        }

        if (_settings.FilterQueries > 0)
        {
            foreach ((int percent, int[][] truth) in _data.FilteredTruth)
            {
                IReadOnlyList<Curve> curves = CurveRun.Measure(
                    engines, [.. _settings.FilterEf], Math.Min(3, _settings.Passes), Math.Min(_settings.FilterQueries, _data.Queries.Length), truth, percent);
                _report.Filtered.Add(new FilteredCurves(percent, curves));
                _printer.PrintCurves($"search with the filter attr < {percent}", curves);
            }
        }
    }

    private void MeasureEngine()
    {
        LoadFigures load = LoadOnce(EnginePath, () => EngineCollection.Load(EnginePath, _data, _settings));
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);

        OpenFigures[] opens = [.. Enumerable.Range(0, Probes).Select(_ => ProbeCommand.Run(EnginePath, _data.QueryPath, warm: false))];
        OpenFigures warm = ProbeCommand.Run(EnginePath, _data.QueryPath, warm: true);
        _report.Engines.Add(new EngineFigures
        {
            Engine = "ours",
            Load = load,
            DiskMegabytes = DiskUse.Megabytes(EnginePath),
            Memory = warm.After,
            MemoryBeforeOpen = warm.Before,
            Opens = opens,
            ReopenMilliseconds = [.. Enumerable.Range(0, Reopens).Select(_ => Reopen())],
        });
    }

    /// <summary>Loads the rows, unless a folder that was kept has them; what that took is kept beside the folder.</summary>
    private LoadFigures LoadOnce(string path, Func<LoadFigures> load)
    {
        string figuresPath = path + ".load.json";
        if (File.Exists(figuresPath))
        {
            _printer.Say($"{Path.GetFileName(path)}: the collection is there already; the times of its load are those of then");
            return JsonSerializer.Deserialize<LoadFigures>(File.ReadAllText(figuresPath))!;
        }

        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true); // left unfinished
        _printer.Say($"{Path.GetFileName(path)}: loading {_data.Count:N0} rows and building the graph with {_settings.Threads} threads ...");
        LoadFigures figures = load();
        File.WriteAllText(figuresPath, JsonSerializer.Serialize(figures));
        return figures;
    }

    private double Reopen()
    {
        long start = Stopwatch.GetTimestamp();
        using Collection collection = Collection.Open(EnginePath);
        new EngineSearcher(collection, _data.Queries).Search(_data.Queries[0], 100);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private ZvecPeer? MeasurePeer()
    {
        if (_settings.Peer is null)
            return null;
        if (ZvecPeer.WhyAbsent(_settings.NodeModules) is { } reason)
        {
            _report.PeerAbsent = reason;
            _printer.Say($"peer {_settings.Peer}: absent ({reason})");
            return null;
        }

        string path = Path.Combine(_work, "zvec");
        LoadFigures load = LoadOnce(path, () => ZvecPeer.Build(path, _data, _settings));
        var opens = new List<OpenFigures>();
        for (int i = 1; i < Probes; i++)
        {
            using ZvecPeer probe = ZvecPeer.Open(path, _data, _settings);
            opens.Add(probe.Opened);
        }

        ZvecPeer peer = ZvecPeer.Open(path, _data, _settings);
        opens.Add(peer.Opened);
        foreach (int ef in (int[])[40, 200])
            peer.Run(new PassRequest(ef, _data.Queries.Length));
        _report.Engines.Add(new EngineFigures
        {
            Engine = peer.Name,
            Load = load,
            DiskMegabytes = DiskUse.Megabytes(path),
            Memory = peer.Memory(),
            MemoryBeforeOpen = peer.Opened.Before,
            Opens = opens,
        });
        return peer;
    }

    private ExactFigures MeasureExact(EngineSearcher engine, Collection collection)
    {
        int queries = Math.Min(_settings.ExactQueries, _data.Queries.Length);
        var request = new PassRequest(Ef: null, queries);
        Pass[] passes = [.. Enumerable.Range(0, Math.Min(ExactPasses, _settings.Passes)).Select(_ => engine.Run(request))];
        int wrong = Recall.CountWrong(passes[^1].Answers, _data.Truth, new ExactDistance(collection, _data, _settings.Metric).Of);
        return new ExactFigures(CurvePoint.Of(null, passes, _data.Truth), queries, wrong);
    }
}
