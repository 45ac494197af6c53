namespace Zvec.Crash.Tests.Simulation;

/// <summary>What a <see cref="FaultStep"/> changes.</summary>
internal enum FaultStepKind
{
    /// <summary>Documents, by the log.</summary>
    Documents,

    /// <summary>The schema, by a manifest.</summary>
    Schema,

    /// <summary>Files only.</summary>
    Files,

    /// <summary>Nothing: the collection is closed and opened again.</summary>
    Reopen,
}
