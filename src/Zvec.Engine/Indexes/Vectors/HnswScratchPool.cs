namespace Zvec.Engine.Indexes.Vectors;

/// <summary>Keeps scratch memory between searches, for as many at once as there are processors.</summary>
internal sealed class HnswScratchPool(HnswShape shape) : IDisposable
{
    private readonly HnswScratch?[] _free = new HnswScratch?[Environment.ProcessorCount];

    public HnswScratch Rent()
    {
        for (int i = 0; i < _free.Length; i++)
        {
            if (_free[i] is not null && Interlocked.Exchange(ref _free[i], null) is { } scratch)
                return scratch;
        }

        return new HnswScratch(shape);
    }

    public void Return(HnswScratch scratch)
    {
        for (int i = 0; i < _free.Length; i++)
        {
            if (_free[i] is null && Interlocked.CompareExchange(ref _free[i], scratch, null) is null)
                return;
        }

        scratch.Dispose();
    }

    public void Dispose()
    {
        for (int i = 0; i < _free.Length; i++)
            Interlocked.Exchange(ref _free[i], null)?.Dispose();
    }
}
