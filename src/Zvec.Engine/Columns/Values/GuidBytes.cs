using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Zvec.Engine.Columns;

/// <summary>A <see cref="Guid"/> as columns hold it: its 16 bytes in big-endian order, the order of its text, so that
/// comparing the bytes from the first on is <see cref="Guid.CompareTo(Guid)"/>.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = 16)]
internal readonly struct GuidBytes : IEquatable<GuidBytes>, IComparable<GuidBytes>
{
    private readonly ulong _first;
    private readonly ulong _second;

    public GuidBytes(Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        _first = MemoryMarshal.Read<ulong>(bytes);
        _second = MemoryMarshal.Read<ulong>(bytes[8..]);
    }

    /// <summary>The first eight bytes as a number.</summary>
    public ulong High => BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(_first) : _first;

    /// <summary>The last eight bytes as a number.</summary>
    public ulong Low => BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(_second) : _second;

    public static bool operator ==(GuidBytes left, GuidBytes right) => left.Equals(right);

    public static bool operator !=(GuidBytes left, GuidBytes right) => !left.Equals(right);

    public static bool operator <(GuidBytes left, GuidBytes right) => left.CompareTo(right) < 0;

    public static bool operator <=(GuidBytes left, GuidBytes right) => left.CompareTo(right) <= 0;

    public static bool operator >(GuidBytes left, GuidBytes right) => left.CompareTo(right) > 0;

    public static bool operator >=(GuidBytes left, GuidBytes right) => left.CompareTo(right) >= 0;

    public bool Equals(GuidBytes other) => _first == other._first && _second == other._second;

    public override bool Equals(object? obj) => obj is GuidBytes other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(_first, _second);

    public int CompareTo(GuidBytes other)
    {
        int order = High.CompareTo(other.High);
        return order != 0 ? order : Low.CompareTo(other.Low);
    }

    public Guid ToGuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        MemoryMarshal.Write(bytes, _first);
        MemoryMarshal.Write(bytes[8..], _second);
        return new Guid(bytes, bigEndian: true);
    }
}
