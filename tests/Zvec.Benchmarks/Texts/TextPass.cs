namespace Zvec.Benchmarks.Texts;

/// <summary>Some searches, one after another.</summary>
/// <param name="Seconds">What they took together.</param>
/// <param name="Answers">For each the numbers of the texts found, best first.</param>
internal sealed record TextPass(double Seconds, int[][] Answers);
