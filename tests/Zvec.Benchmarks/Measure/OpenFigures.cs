namespace Zvec.Benchmarks.Measure;

/// <summary>What a new process saw that opened an index and searched it.</summary>
/// <param name="OpenMilliseconds">From the call to open until the index is there.</param>
/// <param name="AnswerMilliseconds">From the call to open until the first answer.</param>
/// <param name="ProcessorMilliseconds">Processor time until the first answer.</param>
/// <param name="Before">Memory before opening: the runtime, this harness and the queries.</param>
internal sealed record OpenFigures(double OpenMilliseconds, double AnswerMilliseconds, double ProcessorMilliseconds, ProcessMemory? Before);
