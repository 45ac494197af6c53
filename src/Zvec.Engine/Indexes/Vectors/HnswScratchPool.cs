using Zvec.Engine.Primitives;

namespace Zvec.Engine.Indexes.Vectors;

/// <summary>Keeps scratch memory between searches, for as many at once as there are processors and as the memory budget
/// allows.</summary>
internal sealed class HnswScratchPool(HnswShape shape) : IDisposable
{
    /// <summary>Walks after which more are to be expected.</summary>
    public const int ManyWalks = 1000;

    private readonly HnswScratch?[] _free = new HnswScratch?[Environment.ProcessorCount];
    private readonly long _bytes = HnswScratch.BytesFor(shape);

    /// <summary>What the kept memory is counted against; null for nothing. Set before the first search.</summary>
    public MemoryBudget? Memory { get; set; }

    /// <summary>Called when a thread's memory has served <see cref="ManyWalks"/> walks, and so at most a few times; on a thread that
    /// searches, which is not to be held up. Set before the first search.</summary>
    public Action? WalkedOften { get; set; }

    public HnswScratch Rent()
    {
        for (int i = 0; i < _free.Length; i++)
        {
            if (_free[i] is not null && Interlocked.Exchange(ref _free[i], null) is { } scratch)
            {
                Memory?.Unkeep(_bytes);
                return scratch;
            }
        }

        return new HnswScratch(shape);
    }

    public void Return(HnswScratch scratch)
    {
        if (++scratch.Walks == ManyWalks)
            WalkedOften?.Invoke();
        if (Memory?.TryKeep(_bytes) != false)
        {
            for (int i = 0; i < _free.Length; i++)
            {
                if (_free[i] is null && Interlocked.CompareExchange(ref _free[i], scratch, null) is null)
                    return;
            }

            Memory?.Unkeep(_bytes);
        }

        scratch.Dispose();
    }

    public void Dispose()
    {
        for (int i = 0; i < _free.Length; i++)
        {
            if (Interlocked.Exchange(ref _free[i], null) is not { } scratch)
                continue;
            scratch.Dispose();
            Memory?.Unkeep(_bytes);
        }
    }
}
