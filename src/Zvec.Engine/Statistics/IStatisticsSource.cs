namespace Zvec.Engine.Statistics;

/// <summary>An open collection, as the gauges see it.</summary>
internal interface IStatisticsSource
{
    /// <summary>The collection's name.</summary>
    string Name { get; }

    /// <exception cref="ObjectDisposedException">The collection was closed.</exception>
    CollectionStatistics GetStatistics();
}
