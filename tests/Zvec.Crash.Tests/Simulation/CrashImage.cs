using Zvec.Engine.Tests.Storage;

namespace Zvec.Crash.Tests.Simulation;

/// <summary>A disk as a crash left it, and the states that may be found on it.</summary>
/// <param name="Disk">The disk.</param>
/// <param name="Lowest">The first state of the history that may be found; −1 when there may be no collection.</param>
/// <param name="Highest">The last one.</param>
/// <param name="Operation">The operation after which it was taken.</param>
/// <param name="Variant">What was kept.</param>
/// <param name="Seed">Decides what is done with it.</param>
/// <param name="Backups">The states that the backup may hold; −1 first when there may be none.</param>
internal sealed record CrashImage(
    MemoryFileSystem Disk, int Lowest, int Highest, int Operation, CrashVariant Variant, int Seed, (int Older, int Newer) Backups);
