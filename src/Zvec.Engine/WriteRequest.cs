using Zvec.Engine.Primitives;
using Zvec.Engine.Segments;

namespace Zvec.Engine;

/// <summary>One call that writes: what it does to the segments, and what goes to the log for it. Its writes are one record of the log, so
/// that a crash keeps all of them or none.</summary>
internal abstract class WriteRequest
{
    /// <summary>Whether the writes before it must have been published when it is applied.</summary>
    public virtual bool NeedsPublishedState => false;

    /// <summary>The most memory that the writes take in the segments and on their way there; nothing for deletions, which lead to less.</summary>
    public virtual long MemoryBytes => 0;

    /// <summary>Whether the writes take more than <see cref="MemoryBytes"/>, up to <see cref="MemoryBudget.LargestUpdateRecord"/> in the log, which is known only
    /// when they are applied.</summary>
    public virtual bool GrowsWhenApplied => false;

    /// <summary>Applies the writes to the segments, unpublished, and adds them to the log record. Called under the writer lock. Must not
    /// throw once it changed anything.</summary>
    public abstract void Apply(SegmentStore store, ByteWriter record);

    /// <summary>Tells the caller that the writes are durable and visible.</summary>
    public abstract void Complete();

    /// <summary>Tells the caller that nothing was written.</summary>
    public abstract void Fail(Exception exception);
}
