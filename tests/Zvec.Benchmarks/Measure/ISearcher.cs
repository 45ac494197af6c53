namespace Zvec.Benchmarks.Measure;

/// <summary>An engine with the set's base rows loaded, ready for passes.</summary>
internal interface ISearcher
{
    string Name { get; }

    /// <summary>The engine's name, which all its searchers share.</summary>
    string Family { get; }

    Pass Run(PassRequest request);
}
