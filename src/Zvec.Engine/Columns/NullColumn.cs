namespace Zvec.Engine.Columns;

/// <summary>A column of nulls, for a field that was added after the segment had been sealed.</summary>
/// <remarks>It is none of the typed columns: whoever casts by type looks for it first.</remarks>
internal sealed class NullColumn(DataType type, int count) : Column
{
    private static readonly ulong[] Ones = CreateOnes();

    public override DataType Type => type;

    /// <summary>The number of rows.</summary>
    public int Count => count;

    public override bool HasNulls => count > 0;

    public override bool IsNull(int row) => true;

    public override object? GetValue(int row) => null;

    public override ReadOnlySpan<ulong> NullWords(int firstWord, int count) => Ones.AsSpan(0, Math.Min(count, Ones.Length));

    private static ulong[] CreateOnes()
    {
        ulong[] ones = new ulong[64];
        Array.Fill(ones, ulong.MaxValue);
        return ones;
    }
}
