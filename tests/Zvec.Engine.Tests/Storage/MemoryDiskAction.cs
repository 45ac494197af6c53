namespace Zvec.Engine.Tests.Storage;

/// <summary>What is asked of a <see cref="MemoryFileSystem"/>. Those up to <see cref="Cut"/> change something.</summary>
internal enum MemoryDiskAction
{
    Create,
    Write,
    Sync,
    Rename,
    Link,
    Delete,
    CreateFolder,
    SyncFolder,
    Cut,
    List,
    Length,
    Read,
    Map,
}
