namespace Zvec.Engine;

/// <summary>The type of the keys that name a collection's documents. The numbers are part of the file format.</summary>
public enum KeyType
{
    /// <summary><see cref="string"/>: 1 to 1,024 bytes of UTF-8, any characters.</summary>
    String = 1,

    /// <summary><see cref="int"/>.</summary>
    Int32 = 2,

    /// <summary><see cref="long"/>.</summary>
    Int64 = 3,

    /// <summary><see cref="ulong"/>.</summary>
    UInt64 = 4,

    /// <summary><see cref="System.Guid"/>.</summary>
    Guid = 5,
}
