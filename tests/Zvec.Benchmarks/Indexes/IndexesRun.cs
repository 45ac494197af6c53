using Zvec.Benchmarks.Compare;
using Zvec.Benchmarks.Data;
using Zvec.Benchmarks.Measure;
using Zvec.Benchmarks.Peers;

namespace Zvec.Benchmarks.Indexes;

/// <summary>Builds every index, each in a process of its own, and searches them in turns. The truth is what the collection without an index
/// finds, so that any number of rows can be loaded.</summary>
internal sealed class IndexesRun
{
    /// <summary>Numbers of rows at which the default graph is set beside scans.</summary>
    private static readonly int[] Sizes = [1_000, 3_000, 10_000, 30_000];

    private static readonly int[] Percents = [1, 10, 50, 90];

    /// <summary>Searches before memory is looked at: more than it takes until walks move what they read to where they read it
    /// faster.</summary>
    private const int FewestSearches = 2_000;

    private readonly DataSet _data;
    private readonly int _rows;
    private readonly int _rounds;
    private readonly int _scannedQueries;
    private readonly IndexList _indexes;
    private readonly IndexStore _store;
    private readonly CompareSettings _settings;
    private readonly OursPeer _engine;
    private readonly IndexesReport _report;
    private readonly Turns _turns = new((_, exception) => throw exception);

    private double _smallestMemory;

    public IndexesRun(DataSet data, string metric, int rows, int queries, int scannedQueries, int rounds, string work)
    {
        _data = data;
        _rows = rows;
        _rounds = rounds;
        _scannedQueries = scannedQueries;
        _indexes = new IndexList(queries, scannedQueries);
        _engine = new OursPeer([], data.Dimensions);
        _settings = new CompareSettings
        {
            Set = data.Name,
            Metric = metric,
            M = 16,
            EfConstruction = 200,
            BuildThreads = [Environment.ProcessorCount],
            Ef = [200],
            Rounds = rounds,
            Queries = queries,
            ExactQueries = 0,
            FilterQueries = queries,
            Peers = [],
            Quantizations = [],
            Rebuild = [],
        };
        _store = new IndexStore(work, _settings, data, Say);
        _report = new IndexesReport
        {
            Environment = RunEnvironment.Now(),
            Set = data.Name,
            Metric = metric,
            Rows = rows,
            Dimensions = data.Dimensions,
            Queries = queries,
            Rounds = rounds,
        };
    }

    public IndexesReport Run()
    {
        MeasureSizes();
        MeasureIndexes();
        _report.LoadAtEnd = RunEnvironment.Now().LoadAverage;
        return _report;
    }

    private void MeasureIndexes()
    {
        var opened = new List<OpenedIndex>();
        try
        {
            foreach (MeasuredIndex index in _indexes.All)
                opened.Add(Open(index, _rows));
            int[][] truth = Truth(opened[0]);
            foreach (OpenedIndex index in opened)
                index.MemoryMegabytes = MemoryOf(index) - _smallestMemory;
            Say($"searching {opened.Count} indexes in turns, {_rounds} rounds ...");
            MeasureSettings(opened, truth);
            if (_data.AttributePath is not null)
                MeasureFilters(opened);
        }
        finally
        {
            opened.ForEach(index => index.Dispose());
        }
    }

    /// <summary>In each round all indexes are searched with their first settings, then all with their second ones, and so on.</summary>
    private void MeasureSettings(List<OpenedIndex> opened, int[][] truth)
    {
        int most = opened.Max(index => index.Measured.Settings.Count);
        List<List<OpenedIndex>> members =
            [.. Enumerable.Range(0, most).Select(place => opened.Where(index => index.Measured.Settings.Count > place).ToList())];
        Turn[][] groups =
        [
            .. members.Index().Select(group => group.Item
                .Select(index => new Turn(index.Searcher, index.Measured.Settings[group.Index]))
                .ToArray()),
        ];
        IReadOnlyList<IReadOnlyList<CurvePoint?>> figures = _turns.Measure(groups, _rounds, truth);
        foreach (OpenedIndex index in opened)
        {
            _report.Indexes.Add(new IndexResult
            {
                Name = index.Measured.Name,
                Load = index.Load,
                DiskMegabytes = index.DiskMegabytes,
                MemoryMegabytes = index.MemoryMegabytes,
                Usual = index.Measured.Usual,
                Points =
                [
                    .. index.Measured.Settings.Index().Select(setting => new IndexPoint(
                        setting.Item.Ef, setting.Item.NProbe, figures[setting.Index][members[setting.Index].IndexOf(index)]!)),
                ],
            });
        }
    }

    private void MeasureFilters(List<OpenedIndex> opened)
    {
        List<OpenedIndex> some = [.. opened.Where(index =>
            index.Measured.Name is IndexList.ExactName or IndexList.CodeScanName or IndexList.ListsName or IndexList.GraphName)];
        foreach (int percent in Percents)
        {
            int[][] truth = Truth(some[0], percent);
            Turn[] turns =
            [
                .. some.Select(index => new Turn(
                    index.Searcher, Usual(index) with { Percent = percent, Queries = _scannedQueries })),
            ];
            IReadOnlyList<CurvePoint?> points = _turns.Measure([turns], _rounds, truth)[0];
            foreach ((OpenedIndex index, CurvePoint? point) in some.Zip(points))
                _report.Filters.Add(new FilterPoint(percent, index.Measured.Name, point!.Recall, IndexPoint.RateOf(point)));
        }
    }

    private void MeasureSizes()
    {
        foreach (int rows in Sizes.Where(rows => rows < _rows).Append(_rows))
        {
            var opened = new List<OpenedIndex>();
            try
            {
                foreach (MeasuredIndex index in (MeasuredIndex[])[_indexes.Exact, _indexes.CodeScan, _indexes.DefaultGraph])
                    opened.Add(Open(index, rows));
                int[][] truth = Truth(opened[0]);
                Turn[] turns = [.. opened.Select(index => new Turn(index.Searcher, Usual(index) with { Queries = _scannedQueries }))];
                foreach (OpenedIndex index in opened)
                {
                    // a busy machine takes its time to compile the code at its final tier
                    index.MemoryMegabytes = MemoryOf(index);
                    _turns.WarmUp(index.Searcher, _scannedQueries, [200]);
                }

                IReadOnlyList<CurvePoint?> points = _turns.Measure([turns], _rounds, truth)[0];
                if (_smallestMemory == 0)
                    _smallestMemory = opened[^1].MemoryMegabytes;
                foreach ((OpenedIndex index, CurvePoint? point) in opened.Zip(points))
                    _report.Sizes.Add(new SizePoint(rows, index.Measured.Name, point!.Recall, point.P50Microseconds));
            }
            finally
            {
                opened.ForEach(index => index.Dispose());
            }
        }
    }

    private static PassRequest Usual(OpenedIndex index) => index.Measured.Settings[index.Measured.Usual];

    private OpenedIndex Open(MeasuredIndex index, int rows)
    {
        IndexPlan plan = index.Plan(_engine, rows);
        BuildRecord record = _store.Build(plan, _settings.SearchedThreads, keep: true);
        double disk = DiskUse.Megabytes(_store.PathOf(plan, _settings.SearchedThreads));
        return new OpenedIndex(index, new OpenIndex(plan, _store.OpenRequest(plan, _settings.Ef)), record.Load, disk);
    }

    private int[][] Truth(OpenedIndex exact, int? percent = null) =>
        _turns.Run(new Turn(exact.Searcher, new PassRequest { Exact = true, Percent = percent, Queries = _settings.Queries }))!.Answers;

    /// <summary>After many searches with the widest setting.</summary>
    private double MemoryOf(OpenedIndex index)
    {
        PassRequest widest = index.Measured.Settings[^1];
        for (int searches = 0; searches < FewestSearches; searches += widest.Queries)
            _turns.Run(new Turn(index.Searcher, widest));
        return index.Open.Memory().Resident;
    }

    private static void Say(FormattableString line) =>
        Console.Error.WriteLine(line.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
