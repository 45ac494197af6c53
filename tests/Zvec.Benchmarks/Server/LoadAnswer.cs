namespace Zvec.Benchmarks.Server;

/// <summary>What became of a load of many clients.</summary>
/// <param name="Searches">Searches that were answered.</param>
/// <param name="Errors">Those that failed.</param>
/// <param name="Rate">Searches a second.</param>
/// <param name="Median">The median time of one, in milliseconds.</param>
/// <param name="High">What 99 of 100 do not exceed, in milliseconds.</param>
/// <param name="FirstError">What the first that failed said.</param>
internal sealed record LoadAnswer(long Searches, long Errors, double Rate, double Median, double High, string? FirstError);
