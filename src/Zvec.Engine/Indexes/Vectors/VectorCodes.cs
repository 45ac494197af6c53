using Zvec.Engine.Quantizers;

namespace Zvec.Engine.Indexes.Vectors;

/// <summary>The codes of a vector column, a row each in the order of the column, in one block of memory. Immutable; whoever owns the memory
/// keeps it while searches run.</summary>
internal sealed unsafe class VectorCodes
{
    private nint _rows;

    public VectorCodes(Quantizer quantizer, byte* rows, int count)
    {
        Quantizer = quantizer;
        Space = CodeSpace.For(quantizer);
        _rows = (nint)rows;
        Count = count;
    }

    public Quantizer Quantizer { get; }

    /// <summary>The distances of the codes.</summary>
    public RowSpace Space { get; }

    /// <summary>The first code's address. Take it once for a search: the codes may be moved meanwhile, and stay readable where they
    /// were.</summary>
    public byte* Rows => (byte*)Volatile.Read(ref _rows);

    public int Count { get; }

    /// <summary>Whether the codes are elsewhere than they were at first.</summary>
    public bool IsMoved { get; private set; }

    /// <summary>Bytes that the codes take.</summary>
    public long Bytes => (long)Count * Space.Stride;

    /// <summary>Has searches that begin from now on read the codes elsewhere: a copy that outlives them.</summary>
    public void Move(byte* rows)
    {
        Volatile.Write(ref _rows, (nint)rows);
        IsMoved = true;
    }
}
