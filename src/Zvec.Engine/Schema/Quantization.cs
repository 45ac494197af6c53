namespace Zvec.Engine;

/// <summary>The codes that a vector index walks in place of the original elements. The numbers are part of the file format.</summary>
public enum Quantization
{
    /// <summary>The original elements.</summary>
    None = 0,

    /// <summary>Half-precision floats. Not available yet: a schema that asks for it is refused with
    /// <see cref="ZvecErrorCode.NotSupported"/>.</summary>
    Float16 = 1,

    /// <summary>Eight-bit integers. Not available yet: a schema that asks for it is refused with
    /// <see cref="ZvecErrorCode.NotSupported"/>.</summary>
    Int8 = 2,

    /// <summary>Four-bit integers. Not available yet: a schema that asks for it is refused with
    /// <see cref="ZvecErrorCode.NotSupported"/>.</summary>
    Int4 = 3,
}
