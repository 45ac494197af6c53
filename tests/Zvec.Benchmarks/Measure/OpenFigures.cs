namespace Zvec.Benchmarks.Measure;

/// <summary>What a process of its own that opens the collection and searches it saw.</summary>
/// <param name="OpenMilliseconds">From the call to open until the collection is there.</param>
/// <param name="AnswerMilliseconds">From the call to open until the first answer.</param>
/// <param name="ProcessorMilliseconds">Processor time until the first answer.</param>
/// <param name="Before">Memory before opening: the runtime and the queries.</param>
/// <param name="After">Memory after the warm-up.</param>
internal sealed record OpenFigures(double OpenMilliseconds, double AnswerMilliseconds, double ProcessorMilliseconds, ProcessMemory? Before, ProcessMemory? After);
