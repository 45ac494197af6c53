namespace Zvec.Benchmarks.Measure;

/// <summary>An engine with the set's base rows loaded, ready for passes.</summary>
internal interface ISearcher
{
    string Name { get; }

    Pass Run(PassRequest request);
}
