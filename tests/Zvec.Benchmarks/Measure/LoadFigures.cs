namespace Zvec.Benchmarks.Measure;

/// <summary>What it took to load the base rows and to build the index.</summary>
/// <param name="InsertSeconds">Inserting all rows, in batches of 1,000; 0 for an index that inserting builds.</param>
/// <param name="InsertProcessorSeconds">Processor time of that, over all threads.</param>
/// <param name="OptimizeSeconds">Building the one index.</param>
/// <param name="OptimizeProcessorSeconds">Processor time of that, over all threads.</param>
internal sealed record LoadFigures(
    double InsertSeconds, double InsertProcessorSeconds, double OptimizeSeconds, double OptimizeProcessorSeconds)
{
    /// <summary>From the first row to the index.</summary>
    public double Seconds => InsertSeconds + OptimizeSeconds;

    public double ProcessorSeconds => InsertProcessorSeconds + OptimizeProcessorSeconds;
}
