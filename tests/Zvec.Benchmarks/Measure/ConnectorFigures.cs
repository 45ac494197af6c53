namespace Zvec.Benchmarks.Measure;

/// <summary>What the connector adds to a search of the engine with ten small records returned, in microseconds.</summary>
/// <param name="EngineMicroseconds">The engine's search: the median over the queries.</param>
/// <param name="ConnectorMicroseconds">The connector's.</param>
internal sealed record ConnectorFigures(double EngineMicroseconds, double ConnectorMicroseconds)
{
    public double AddedMicroseconds => ConnectorMicroseconds - EngineMicroseconds;
}
