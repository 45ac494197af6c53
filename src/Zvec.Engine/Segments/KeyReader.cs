using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using System.Text.Unicode;
using Zvec.Engine.Columns;

namespace Zvec.Engine.Segments;

/// <summary>Reads the keys of documents from the column that holds them.</summary>
internal readonly struct KeyReader(KeyType type, Column column)
{
    /// <summary>The key of a row.</summary>
    public DocumentKey this[int row] => type switch
    {
        KeyType.String => new DocumentKey(Encoding.UTF8.GetString(Text(row))),
        KeyType.Guid => DocumentKey.FromBits(type, Guid(row).Low, Guid(row).High),
        _ => DocumentKey.FromBits(type, Number(row), 0),
    };

    /// <summary>What is wrong with the key of a row; null when it can be one.</summary>
    public string? FindProblem(int row)
    {
        if (column.HasNulls && column.IsNull(row))
            return $"row {row} has no key";
        if (type != KeyType.String)
            return null;
        ReadOnlySpan<byte> text = Text(row);
        if (text.Length is 0 or > DocumentKey.MaxTextBytes)
            return $"the key in row {row} has {text.Length} bytes";
        return Utf8.IsValid(text) ? null : $"the key in row {row} is not UTF-8";
    }

    /// <summary>Whether a row has the key.</summary>
    public bool Matches(int row, DocumentKey key)
    {
        switch (type)
        {
            case KeyType.String:
                ReadOnlySpan<byte> text = Text(row);
                if (text.Length > key.Text.Length * 3 || text.Length < key.Text.Length)
                    return false;
                Span<byte> utf8 = stackalloc byte[DocumentKey.MaxTextBytes];
                return Encoding.UTF8.TryGetBytes(key.Text, utf8, out int length) && text.SequenceEqual(utf8[..length]);
            case KeyType.Guid:
                GuidBytes guid = Guid(row);
                return guid.Low == key.Low && guid.High == key.High;
            default:
                return Number(row) == key.Low;
        }
    }

    /// <summary>The <see cref="DocumentKey.StableHash"/> of a row's key.</summary>
    public ulong Hash(int row) => type switch
    {
        KeyType.String => XxHash3.HashToUInt64(Text(row)),
        KeyType.Guid => HashBits(Guid(row).Low, Guid(row).High),
        _ => HashBits(Number(row), 0),
    };

    private static ulong HashBits(ulong low, ulong high)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, low);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[8..], high);
        return XxHash3.HashToUInt64(bytes);
    }

    private ReadOnlySpan<byte> Text(int row) => ((BytesColumn)column).Bytes(row);

    private GuidBytes Guid(int row) => ((FixedColumn<GuidBytes>)column)[row];

    private ulong Number(int row) => type switch
    {
        KeyType.Int32 => unchecked((ulong)((FixedColumn<int>)column)[row]),
        KeyType.Int64 => unchecked((ulong)((FixedColumn<long>)column)[row]),
        _ => ((FixedColumn<ulong>)column)[row],
    };
}
