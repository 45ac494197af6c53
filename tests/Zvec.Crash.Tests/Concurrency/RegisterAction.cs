namespace Zvec.Crash.Tests.Concurrency;

/// <summary>What a call does to a register.</summary>
internal enum RegisterAction
{
    /// <summary>Reports the state.</summary>
    Read,

    /// <summary>Sets the value, whatever was there.</summary>
    Upsert,

    /// <summary>Sets the value where there was none, and otherwise reports that there was.</summary>
    Insert,

    /// <summary>Changes the value where there was one, and otherwise reports that there was none.</summary>
    Update,

    /// <summary>Removes the value, and reports whether there was one.</summary>
    Delete,
}
