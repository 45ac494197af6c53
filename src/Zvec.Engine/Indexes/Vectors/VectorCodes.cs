using Zvec.Engine.Quantizers;

namespace Zvec.Engine.Indexes.Vectors;

/// <summary>The codes of a vector column, a row each in the order of the column, in one block of memory. Immutable; whoever owns the memory
/// keeps it while searches run.</summary>
internal sealed unsafe class VectorCodes
{
    public VectorCodes(Quantizer quantizer, byte* rows, int count)
    {
        Quantizer = quantizer;
        Space = CodeSpace.For(quantizer);
        Rows = rows;
        Count = count;
    }

    public Quantizer Quantizer { get; }

    /// <summary>The distances of the codes.</summary>
    public RowSpace Space { get; }

    /// <summary>The first code's address.</summary>
    public byte* Rows { get; }

    public int Count { get; }
}
