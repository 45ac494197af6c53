namespace Zvec.Crash.Tests.Concurrency;

/// <summary>What one call saw of several registers at one moment.</summary>
/// <param name="Thread">Who called.</param>
/// <param name="What">The call, for messages.</param>
/// <param name="States">The states of the registers that it saw.</param>
/// <param name="Invoked">The clock before the moment.</param>
/// <param name="Responded">The clock after it.</param>
internal sealed record SnapshotRead(
    int Thread, string What, IReadOnlyDictionary<int, RegisterState> States, long Invoked, long Responded)
{
    public override string ToString() => $"[{Invoked}, {Responded}] thread {Thread}: {What}";
}
