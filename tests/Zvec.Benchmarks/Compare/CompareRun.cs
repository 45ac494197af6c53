using System.Text.Json;
using System.Text.Json.Serialization;
using Zvec.Benchmarks.Data;
using Zvec.Benchmarks.Measure;
using Zvec.Benchmarks.Peers;

namespace Zvec.Benchmarks.Compare;

/// <summary>The steps of <c>compare</c>, in order.</summary>
internal sealed class CompareRun
{
    private const int Opens = 3;
    private const double ThreadRecall = 0.95;
    private const int CostQueries = 200;

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals
    };

    private readonly CompareSettings _settings;
    private readonly DataSet _data;
    private readonly string _work;
    private readonly CompareReport _report;
    private readonly ComparePrinter _printer = new(Console.Out);
    private readonly IndexStore _store;
    private readonly Turns _turns;

    private CompareRun(CompareSettings settings, DataSet data, string work)
    {
        _settings = settings;
        _data = data;
        _work = work;
        _store = new IndexStore(work, settings, data, _printer.Say);
        _turns = new Turns((searcher, exception) => SetAbsent(searcher.Name, exception.Message));
        _report = new CompareReport
        {
            Environment = RunEnvironment.Now(),
            Settings = settings,
            Rows = data.Count,
            Dimensions = data.Dimensions,
            Queries = Math.Min(settings.Queries, data.Queries.Length),
        };
    }

    public static void Run(CompareSettings settings)
    {
        DataSet data = DataSet.Load(settings.Data, settings.Set);
        string work = settings.Work ?? Directory.CreateTempSubdirectory("zvec-compare-").FullName;
        Directory.CreateDirectory(work);
        try
        {
            new CompareRun(settings, data, work).RunAll();
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
        IReadOnlyList<IndexPlan> plans = Plans();
        List<IndexPlan> built = [.. plans.Where(MeasureIndex)];
        _printer.PrintIndexes(_report);
        Keep();

        var indexes = new List<OpenIndex>();
        try
        {
            foreach (IndexPlan plan in built)
                indexes.Add(new OpenIndex(plan, _store.OpenRequest(plan, _settings.Ef)));
            Search(indexes);
        }
        finally
        {
            indexes.ForEach(index => index.Dispose());
        }

        _report.Goals = new GoalList(_report).All();
        _printer.PrintGoals(_report.Goals);
        _printer.Say($"load at the end {RunEnvironment.Now().LoadAverage}");
        Keep();
    }

    private void Search(List<OpenIndex> indexes)
    {
        IndexSearcher[] searchers =
        [
            .. indexes.Where(index => index.Plan.IsGraph)
                .SelectMany(index => index.Plan.Modes.Select(mode => new IndexSearcher(index, mode))
        )];
        _printer.Say($"searching: {searchers.Length} engines and settings in turns, {_settings.Rounds} rounds ...");
        foreach (IndexSearcher searcher in searchers)
            _turns.WarmUp(searcher, _report.Queries, _settings.Ef);
        _report.Curves = MeasureCurves(searchers);
        _printer.PrintCurves(_report.Curves);
        Keep();

        IndexSearcher ours = searchers.First(searcher => searcher.Family == OursPeer.FamilyName);
        var defaults = new Turn(ours, new PassRequest { Queries = _report.Queries });
        _report.Defaults = _turns.Measure([[defaults]], Math.Min(3, _settings.Rounds), _data.Truth)[0][0];
        _printer.PrintDefaults(_report.Defaults);

        _report.Threads = MeasureThreads([.. _turns.Working(searchers).Where(searcher => searcher.Index.Plan.Threads)]);
        _printer.PrintThreads(_report.Threads);

        if (_settings.FilterQueries > 0)
            MeasureFilters([.. _turns.Working(searchers).Where(searcher => searcher.Index.Plan.Filters)]);
        if (_settings.ExactQueries > 0)
            _report.Scan = MeasureScan(ours, indexes.FirstOrDefault(index => index.Plan.Name == OursPeer.CodeScanName));
        if (_report.Scan is not null)
            _printer.PrintScan(_report);

        _report.Garbage = ours.Index.Garbage(new PassRequest { Queries = Math.Min(CostQueries, _report.Queries) });
        _report.Connector = ours.Index.Connector(Path.Combine(_work, "connector"), _data.BasePath, Math.Min(CostQueries, _report.Queries));
        _printer.PrintCosts(_report.Garbage, _report.Connector);
        Keep();
    }

    private List<IndexPlan> Plans()
    {
        EngineFamily[] families =
        [
            new OursPeer(_settings.Quantizations, _data.Dimensions),
            .. _settings.Peers.Select(EngineFamily (peer) => peer switch
            {
                ZvecPeer.FamilyName => new ZvecPeer(
                    _settings.NodeModules,
                    _settings.Quantizations.Contains(nameof(Quantization.Float16), StringComparer.OrdinalIgnoreCase)),
                UsearchPeer.FamilyName => new UsearchPeer(_settings.NodeModules),
                _ => new HnswlibPeer(_work),
            }),
        ];
        var plans = new List<IndexPlan>();
        foreach (EngineFamily family in families)
        {
            if (family.WhyAbsent() is { } reason)
            {
                SetAbsent(family.Name, reason);
                continue;
            }

            _report.Versions.Add(family.Name, family.Version);
            _printer.Say($"{family.Name} {family.Version}");
            plans.AddRange(family.Plans());
        }

        return plans;
    }

    /// <summary>Builds an index and measures what it takes.</summary>
    /// <returns>Whether it is there to be searched.</returns>
    private bool MeasureIndex(IndexPlan plan)
    {
        try
        {
            var builds = new SortedDictionary<int, BuildRecord>();
            int[] threads = plan.IsGraph ? [.. _settings.BuildThreads] : [_settings.SearchedThreads];
            foreach (int count in threads)
                builds.Add(count, _store.Build(plan, count, keep: count == _settings.SearchedThreads));

            var opens = new List<OpenFigures>();
            ProcessMemory? memory = null;
            for (int i = 0; i < Opens; i++)
            {
                int ef = _settings.Ef[^1];
                using var index = new OpenIndex(plan, _store.OpenRequest(plan, [ef]));
                opens.Add(index.Opened);
                if (i > 0)
                    continue;
                index.Run(new PassRequest { Ef = ef, Queries = plan.IsGraph ? _report.Queries : 1 }, plan.Modes[^1]);
                memory = index.Memory();
            }

            _report.Indexes.Add(new IndexFigures
            {
                Name = plan.Name,
                Family = plan.Family.Name,
                Codes = plan.Codes,
                Builds = builds,
                DiskMegabytes = DiskUse.Megabytes(_store.PathOf(plan, _settings.SearchedThreads)),
                Memory = memory,
                Opens = opens,
            });
            return true;
        }
        catch (PeerException exception)
        {
            SetAbsent(plan.Name, exception.Message);
            return false;
        }
    }

    private IReadOnlyList<Curve> MeasureCurves(IndexSearcher[] searchers)
    {
        Turn[][] groups =
        [
            .. _settings.Ef.Select(ef => (Turn[])
                [.. searchers.Select(searcher => new Turn(searcher, new PassRequest { Ef = ef, Queries = _report.Queries }))]),
        ];
        IReadOnlyList<IReadOnlyList<CurvePoint?>> points = _turns.Measure(groups, _settings.Rounds, _data.Truth);
        return
        [
            .. searchers.Index().Where(one => points.All(group => group[one.Index] is not null))
                .Select(one => new Curve(one.Item.Name, one.Item.Family, [.. points.Select(group => group[one.Index]!)])),
        ];
    }

    /// <summary>One thread and two, each index with the ef that gives it the same recall.</summary>
    private List<ThreadFigures> MeasureThreads(IReadOnlyList<IndexSearcher> searchers)
    {
        var turns = new List<Turn>();
        foreach (IndexSearcher searcher in searchers)
        {
            Curve curve = _report.Curves.First(curve => curve.Name == searcher.Name);
            int ef = curve.EfAt(ThreadRecall) ?? _settings.Ef[^1];
            foreach (int threads in (int[])[1, 2])
                turns.Add(new Turn(searcher, new PassRequest { Ef = ef, Queries = _report.Queries, Threads = threads }));
        }

        IReadOnlyList<CurvePoint?> points = _turns.Measure([turns], _settings.Rounds, _data.Truth)[0];
        return
        [
            .. searchers.Select((searcher, i) => (searcher, One: points[2 * i], Two: points[(2 * i) + 1]))
                .Where(one => one is { One: not null, Two: not null })
                .Select(one => new ThreadFigures(one.searcher.Name, one.searcher.Family, one.One!, one.Two!)),
        ];
    }

    private void MeasureFilters(IReadOnlyList<IndexSearcher> searchers)
    {
        if (_data.FilteredTruth.Count == 0)
        {
            SetAbsent("filters", $"no {_settings.Set}.attr.ivecs with a {_settings.Set}.gt.fP.ivecs");
            return;
        }

        var run = new FilterRun(_turns, _settings, _data);
        foreach ((int percent, int[][] truth) in _data.FilteredTruth)
            _report.Filters.AddRange(run.Measure(searchers, percent, truth));
        _printer.PrintFilters(_report.Filters);
        Keep();
    }

    private ScanFigures? MeasureScan(IndexSearcher ours, OpenIndex? codes)
    {
        var request = new PassRequest { Exact = true, Queries = Math.Min(_settings.ExactQueries, _report.Queries) };
        List<Turn> turns = [new Turn(ours, request)];
        if (codes is not null)
            turns.Add(new Turn(new IndexSearcher(codes, codes.Plan.Modes[0]), request with { Exact = false }));
        foreach (Turn turn in turns)
            _turns.Run(turn); // compiles the code
        List<double> bandwidth = [.. ours.Index.Bandwidth()];
        IReadOnlyList<CurvePoint?> points = _turns.Measure([turns], _settings.Rounds, _data.Truth)[0];
        bandwidth.AddRange(ours.Index.Bandwidth());
        double elements = (double)_report.Rows * _report.Dimensions;
        CurvePoint? codePoint = points.ElementAtOrDefault(1);
        return points[0] is not { } exact ? null : new ScanFigures(
            exact, exact.QueriesPerSecond * elements * sizeof(float),
            codePoint, codePoint?.QueriesPerSecond * elements, Median.Of(bandwidth));
    }

    private void SetAbsent(string name, string reason)
    {
        _report.Absent[name] = reason;
        _printer.Say($"absent: {name}: {reason}");
    }

    /// <summary>Writes the figures so far, so that a run that is ended leaves them.</summary>
    private void Keep()
    {
        if (_settings.Json is { } path)
            File.WriteAllText(path, JsonSerializer.Serialize(_report, Json));
    }
}
