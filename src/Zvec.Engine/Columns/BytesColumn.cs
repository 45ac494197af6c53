using System.Text;

namespace Zvec.Engine.Columns;

/// <summary>A column of <see cref="DataType.String"/>, as UTF-8, or of <see cref="DataType.Binary"/>.</summary>
internal abstract class BytesColumn : Column
{
    /// <summary>The bytes of a row's value; none where it is null.</summary>
    public abstract ReadOnlySpan<byte> Bytes(int row);

    public sealed override object? GetValue(int row)
    {
        if (IsNull(row))
            return null;
        return Type == DataType.String ? Encoding.UTF8.GetString(Bytes(row)) : Bytes(row).ToArray();
    }
}
