namespace Zvec.Crash.Tests.HostileBytes;

/// <summary>What damage led to.</summary>
internal enum Outcome
{
    /// <summary>It was reported, with the file.</summary>
    Detected,

    /// <summary>Every answer is what it was.</summary>
    Harmless,

    /// <summary>The end of the log was taken for a write cut short: the collection is as it was after an earlier acknowledged
    /// call.</summary>
    Prefix,
}
