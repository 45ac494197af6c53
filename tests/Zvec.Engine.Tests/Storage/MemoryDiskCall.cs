namespace Zvec.Engine.Tests.Storage;

/// <summary>One call of a <see cref="MemoryFileSystem"/>.</summary>
/// <param name="Number">Counts the calls, from 1.</param>
/// <param name="Action">What is asked.</param>
/// <param name="Path">Of which file or folder.</param>
internal readonly record struct MemoryDiskCall(int Number, MemoryDiskAction Action, string Path)
{
    public bool Changes => Action <= MemoryDiskAction.Cut;
}
