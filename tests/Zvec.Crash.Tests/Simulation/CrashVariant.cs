namespace Zvec.Crash.Tests.Simulation;

/// <summary>What a crash leaves.</summary>
internal enum CrashVariant
{
    /// <summary>A power cut that leaves only what was synced.</summary>
    SyncedOnly,

    /// <summary>A power cut that leaves some of what was not synced.</summary>
    Some,

    /// <summary>A power cut that leaves other parts.</summary>
    Others,

    /// <summary>The death of the process: everything that was written is there, and what was not synced still is not.</summary>
    Process,
}
