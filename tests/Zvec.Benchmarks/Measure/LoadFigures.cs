namespace Zvec.Benchmarks.Measure;

/// <summary>What it took to load the base rows and to build the graph.</summary>
/// <param name="InsertSeconds">Inserting all rows, in batches of 1,000.</param>
/// <param name="InsertProcessorSeconds">Processor time of that, over all threads.</param>
/// <param name="OptimizeSeconds">The call that builds the one graph.</param>
/// <param name="OptimizeProcessorSeconds">Processor time of that, over all threads.</param>
internal sealed record LoadFigures(
    double InsertSeconds, double InsertProcessorSeconds, double OptimizeSeconds, double OptimizeProcessorSeconds);
