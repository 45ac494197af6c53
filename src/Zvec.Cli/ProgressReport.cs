namespace Zvec.Cli;

/// <summary>Tells how far long work has come.</summary>
/// <param name="done">How much is done.</param>
/// <param name="total">Of how much; 0 when nobody knows.</param>
internal delegate void ProgressReport(long done, long total);
