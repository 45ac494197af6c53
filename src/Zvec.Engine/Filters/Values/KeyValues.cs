using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;
using Zvec.Engine.Columns;

namespace Zvec.Engine.Filters.Values;

/// <summary>The keys of documents that sort keys stand for.</summary>
internal static class KeyValues
{
    /// <summary>The keys, as objects of the type's CLR type; those that no document can have are left out.</summary>
    /// <param name="type">A type that the keys of documents may have.</param>
    /// <param name="sortKeys">Their <see cref="SortKey">sort keys</see>.</param>
    public static object[] Of(DataType type, IReadOnlyList<byte[]> sortKeys)
    {
        var keys = new List<object>(sortKeys.Count);
        foreach (byte[] key in sortKeys)
        {
            object? value = type switch
            {
                DataType.String => Utf8.IsValid(key) ? Encoding.UTF8.GetString(key) : null,
                DataType.Int32 => BinaryPrimitives.ReadInt32BigEndian(key) ^ int.MinValue,
                DataType.Int64 => BinaryPrimitives.ReadInt64BigEndian(key) ^ long.MinValue,
                DataType.UInt64 => BinaryPrimitives.ReadUInt64BigEndian(key),
                DataType.Guid => new Guid(key, bigEndian: true),
                _ => throw new ArgumentOutOfRangeException(nameof(type), type, "not a type of keys"),
            };
            if (value is not null)
                keys.Add(value);
        }

        return [.. keys];
    }
}
