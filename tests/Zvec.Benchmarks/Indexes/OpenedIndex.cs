using Zvec.Benchmarks.Compare;
using Zvec.Benchmarks.Measure;

namespace Zvec.Benchmarks.Indexes;

/// <summary>An index that was built and is open in a process of its own.</summary>
internal sealed class OpenedIndex(MeasuredIndex measured, OpenIndex open, LoadFigures load, double diskMegabytes) : IDisposable
{
    public MeasuredIndex Measured => measured;

    public OpenIndex Open => open;

    public IndexSearcher Searcher { get; } = new(open, open.Plan.Modes[0]);

    public LoadFigures Load => load;

    public double DiskMegabytes => diskMegabytes;

    public double MemoryMegabytes { get; set; }

    public void Dispose() => open.Dispose();
}
