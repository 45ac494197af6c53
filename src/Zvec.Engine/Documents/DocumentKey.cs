using System.Buffers.Binary;
using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace Zvec.Engine;

/// <summary>The key that names a document in its collection: a <see cref="string"/>, <see cref="int"/>, <see cref="long"/>,
/// <see cref="ulong"/> or <see cref="Guid"/>, as the collection's schema says.</summary>
public readonly struct DocumentKey : IEquatable<DocumentKey>
{
    private readonly string? _text;
    private readonly ulong _low;
    private readonly ulong _high;

    private DocumentKey(KeyType type, string? text, ulong low, ulong high)
    {
        Type = type;
        _text = text;
        _low = low;
        _high = high;
    }

    /// <summary>Makes a string key.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="value"/> is null.</exception>
    public DocumentKey(string value)
        : this(KeyType.String, value, 0, 0)
    {
        ArgumentNullException.ThrowIfNull(value);
    }

    /// <summary>Makes an <see cref="int"/> key.</summary>
    public DocumentKey(int value)
        : this(KeyType.Int32, null, unchecked((ulong)value), 0)
    {
    }

    /// <summary>Makes a <see cref="long"/> key.</summary>
    public DocumentKey(long value)
        : this(KeyType.Int64, null, unchecked((ulong)value), 0)
    {
    }

    /// <summary>Makes a <see cref="ulong"/> key.</summary>
    public DocumentKey(ulong value)
        : this(KeyType.UInt64, null, value, 0)
    {
    }

    /// <summary>Makes a <see cref="Guid"/> key.</summary>
    public DocumentKey(Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        Type = KeyType.Guid;
        _text = null;
        _low = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        _high = BinaryPrimitives.ReadUInt64BigEndian(bytes);
    }

    /// <summary>The type of the key.</summary>
    public KeyType Type { get; }

    /// <summary>The characters of a string key.</summary>
    internal int TextLength => _text?.Length ?? 0;

    /// <summary>The key as an object of its own type.</summary>
    public object Value => Type switch
    {
        KeyType.String => _text!,
        KeyType.Int32 => (int)_low,
        KeyType.Int64 => (long)_low,
        KeyType.UInt64 => _low,
        KeyType.Guid => ToGuid(),
        _ => throw new InvalidOperationException("The key is empty: a default(DocumentKey) names no document."),
    };

    /// <summary>Whether this is the default value, which names no document.</summary>
    public bool IsEmpty => Type == 0;

    /// <summary>The text of a string key.</summary>
    internal string Text => _text!;

    /// <summary>The 64 bits of a number, or the lower half of a Guid in big-endian order.</summary>
    internal ulong Low => _low;

    /// <summary>The upper half of a Guid in big-endian order.</summary>
    internal ulong High => _high;

    /// <summary>Makes a key from a value of one of the key types.</summary>
    /// <exception cref="ArgumentException"><paramref name="value"/> has another type.</exception>
    public static DocumentKey From(object value) => value switch
    {
        string text => new DocumentKey(text),
        int number => new DocumentKey(number),
        long number => new DocumentKey(number),
        ulong number => new DocumentKey(number),
        Guid guid => new DocumentKey(guid),
        DocumentKey key => key,
        null => throw new ArgumentNullException(nameof(value)),
        _ => throw new ArgumentException(
            $"A value of type '{value.GetType()}' cannot be a key; use string, int, long, ulong or Guid.", nameof(value)),
    };

    /// <summary>Makes a string key.</summary>
    public static implicit operator DocumentKey(string value) => new(value);

    /// <summary>Makes an <see cref="int"/> key.</summary>
    public static implicit operator DocumentKey(int value) => new(value);

    /// <summary>Makes a <see cref="long"/> key.</summary>
    public static implicit operator DocumentKey(long value) => new(value);

    /// <summary>Makes a <see cref="ulong"/> key.</summary>
    public static implicit operator DocumentKey(ulong value) => new(value);

    /// <summary>Makes a <see cref="Guid"/> key.</summary>
    public static implicit operator DocumentKey(Guid value) => new(value);

    /// <summary>Whether two keys are of the same type and name the same document.</summary>
    public static bool operator ==(DocumentKey left, DocumentKey right) => left.Equals(right);

    /// <summary>Whether two keys differ in type or value.</summary>
    public static bool operator !=(DocumentKey left, DocumentKey right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(DocumentKey other) =>
        Type == other.Type && _low == other._low && _high == other._high && string.Equals(_text, other._text, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is DocumentKey other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _text is null ? HashCode.Combine(_low, _high) : string.GetHashCode(_text);

    /// <summary>The key as text, for messages.</summary>
    public override string ToString() =>
        IsEmpty ? "(no key)" : Type == KeyType.String ? $"'{_text}'" : string.Create(CultureInfo.InvariantCulture, $"{Value}");

    /// <summary>A hash that is the same in every process: XxHash3 of the key's bytes as the files hold them.</summary>
    internal ulong StableHash()
    {
        if (_text is null)
        {
            Span<byte> bytes = stackalloc byte[16];
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, _low);
            BinaryPrimitives.WriteUInt64LittleEndian(bytes[8..], _high);
            return XxHash3.HashToUInt64(bytes);
        }

        Span<byte> utf8 = stackalloc byte[MaxTextBytes];
        return XxHash3.HashToUInt64(utf8[..Encoding.UTF8.GetBytes(_text, utf8)]);
    }

    /// <summary>The longest string key, in bytes of UTF-8.</summary>
    internal const int MaxTextBytes = 1024;

    internal static DocumentKey FromBits(KeyType type, ulong low, ulong high) => new(type, null, low, high);

    private Guid ToGuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, _high);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], _low);
        return new Guid(bytes, bigEndian: true);
    }
}
