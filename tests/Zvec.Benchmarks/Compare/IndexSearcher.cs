using Zvec.Benchmarks.Measure;
using Zvec.Benchmarks.Peers;

namespace Zvec.Benchmarks.Compare;

/// <summary>An open index searched in one of its ways.</summary>
internal sealed class IndexSearcher(OpenIndex index, SearchMode mode) : ISearcher
{
    public string Name => mode.Name;

    public string Family => index.Plan.Family.Name;

    public OpenIndex Index => index;

    public Pass Run(PassRequest request) => index.Run(request, mode);
}
