namespace Zvec.Crash.Tests.Concurrency;

/// <summary>What a register holds: a row of documents that are only ever written together, all with the same numbers.</summary>
/// <param name="Value">The number of the write that wrote last; 0 when there are no documents.</param>
/// <param name="Base">The number of the last write of whole documents: an update changes only the value.</param>
internal readonly record struct RegisterState(long Value, long Base)
{
    public static RegisterState Absent => default;

    public bool IsAbsent => Value == 0;

    public override string ToString() => IsAbsent ? "absent" : $"{Value}/{Base}";
}
