namespace Zvec.Crash.Worker;

/// <summary>What an update changes besides the number of the call.</summary>
[Flags]
internal enum ScriptChanges
{
    None = 0,
    Year = 1,
    Word = 2,
    Tags = 4,
    Embedding = 8,
    Second = 16,
    All = 31,
}
