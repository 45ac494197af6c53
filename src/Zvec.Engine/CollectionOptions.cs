using Microsoft.Extensions.Logging;
using Zvec.Engine.Primitives;
using Zvec.Engine.Storage;

namespace Zvec.Engine;

/// <summary>How a collection is opened.</summary>
public sealed record CollectionOptions
{
    /// <summary>Whether to open for reading only: the last committed state and the log behind it, without writing anything, so that it
    /// works beside a writer and in a folder that cannot be written to. <see cref="Collection.Refresh"/> moves on to what was written
    /// since. False by default.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>What an acknowledged write survives; <see cref="Durability.Synced"/> by default.</summary>
    public Durability Durability { get; init; } = Durability.Synced;

    /// <summary>Memory that new documents take before they are sealed into a segment on disk, in bytes: 64 KiB to 1 GiB, 32 MiB by
    /// default. A sixteenth of <see cref="MaxMemory"/> where that is less.</summary>
    public long MutableSegmentBytes { get; init; } = 32L << 20;

    /// <summary>Memory that the collection may take for documents that are not sealed yet, for merging and building indexes, and for what
    /// searches keep to use again, in bytes: at least 64 MiB. Null, the default, for a quarter of the memory that the process may use
    /// (the machine's, or the limit of its container), but at least 64 MiB; with <see cref="SmallMemory"/> for 64 MiB.</summary>
    /// <remarks>
    /// <para>Nothing fails because it is reached: writers wait while sealing makes room, and an index waits for its turn. A single call may
    /// take a quarter of it and is otherwise refused with <see cref="ZvecErrorCode.ResourceExhausted"/> before anything changed; an index
    /// may take three eighths, and merging makes no segment that is too large for that.</para>
    /// <para>Not counted are the documents and results that callers hold, what a single search needs while it runs, and the pages of mapped
    /// files, which the operating system takes back when it needs them. Opening counts what it reads back from the log, and does not stop
    /// at the limit.</para>
    /// </remarks>
    public long? MaxMemory { get; init; }

    /// <summary>Whether to take little memory rather than to be as fast as possible, for devices that have little; false by
    /// default.</summary>
    /// <remarks>
    /// <para>With it <see cref="MaxMemory"/> is 64 MiB unless another is given. Graphs and codes are read where their files are mapped, and
    /// never copied to where they are read faster, however often they are searched. Files of 256 KiB and more, rather than of 16 MiB and
    /// more, give back the memory that comparing their checksums has touched, and the original vectors in them are read with read calls, so
    /// that they do not stay in the process's memory.</para>
    /// <para>It says nothing of what is on disk: the same collection can be opened with it and without. What a field takes there is up to
    /// its type and index, such as <see cref="VectorType.Float16"/> and a small <see cref="HnswIndexOptions.M"/>.</para>
    /// </remarks>
    public bool SmallMemory { get; init; }

    /// <summary>Bytes that are left free on the device: 0 or more, 64 MiB by default; 0 for no such care. A write, an optimization or a
    /// schema change that would take more is refused with <see cref="ZvecErrorCode.ResourceExhausted"/> before anything changed; reads go
    /// on, and so do writes as soon as there is space again. Background merging and index building wait for it.</summary>
    /// <remarks>Out of the reserve documents can still be deleted, and the log be turned into segments, which frees it. Twice
    /// <see cref="MutableSegmentBytes"/> is enough for that.</remarks>
    public long DiskReserveBytes { get; init; } = 64L << 20;

    /// <summary>Threads that build indexes in the background: 1 to 256; by default the number of processors.</summary>
    public int MaintenanceThreads { get; init; } = Environment.ProcessorCount;

    /// <summary>Whether opening reads every file of the collection and compares it with its checksums; true by default. Without it, opening
    /// a very large collection is quicker, and damage to values, keys, vectors and index entries goes unnoticed: reads may then return
    /// wrong answers. Everything that reads follow (section tables, offsets, row numbers, links of graphs) is checked at opening all the
    /// same, so that damage that was there by then leads to <see cref="ZvecErrorCode.DataCorruption"/> and never out of a file; manifest,
    /// delete maps and log are always compared.</summary>
    public bool VerifyChecksums { get; init; } = true;

    /// <summary>Whether segments are sealed, merged and indexed in the background; true by default. Without it they are only when
    /// <c>FlushAsync</c> or <c>OptimizeAsync</c> is called, or memory runs full.</summary>
    public bool BackgroundMaintenance { get; init; } = true;

    /// <summary>The mode of files that are created, on Unix; those who may read a file may also enter the folders. 0600 by default: for the
    /// owner only. The owner must be able to read and write, nobody can execute, and the process's umask takes away what it always does.
    /// Files that are there already keep their mode; Windows ignores it, files there have the rights of the folder that they are
    /// in.</summary>
    public UnixFileMode FileMode { get; init; } = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>How often a collection that was opened with <see cref="ReadOnly"/> moves on by itself to what was written since, as
    /// <see cref="Collection.Refresh"/> does: from 10 milliseconds to a day. Null, the default, for only when that is called. One that is
    /// open for writing takes no notice of it.</summary>
    /// <remarks>The time runs from the end of one refresh to the beginning of the next. A refresh that fails leaves the state that is
    /// shown,
    /// is tried again after the same time, and is found in <see cref="MaintenanceStatistics.Failing"/> and in the log until one
    /// succeeds.</remarks>
    public TimeSpan? RefreshInterval { get; init; }

    /// <summary>Receives the events of the engine, whose ids <see cref="ZvecEventIds"/> names; null for none. Called from several
    /// threads.</summary>
    public ILogger? Logger { get; init; }

    /// <summary><see cref="MaxMemory"/> or its default, in bytes.</summary>
    internal long EffectiveMaxMemory => MaxMemory
        ?? (SmallMemory
            ? MemoryBudget.SmallestLimit
            : Math.Max(MemoryBudget.SmallestLimit, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4));

    /// <summary>The disk, on which new files get <see cref="FileMode"/>.</summary>
    internal PhysicalFileSystem Disk => PhysicalFileSystem.WithMode(FileMode, SmallMemory);

    /// <summary>What <see cref="RefreshInterval"/> is measured by.</summary>
    internal TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>How long a writer waits for readers to let go of documents in memory that are sealed already.</summary>
    internal TimeSpan ReaderPatience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether it is opened by a partitioned collection, which measures calls itself.</summary>
    internal bool IsPartition { get; init; }

    /// <summary>The budget of a collection that is opened with these options.</summary>
    internal MemoryBudget NewMemoryBudget() => new(EffectiveMaxMemory) { AllowsCopies = !SmallMemory };
}
