namespace Zvec.Engine.Columns;

/// <summary>How the values of a <see cref="Column"/> are laid out.</summary>
internal enum ColumnKind
{
    /// <summary>A <see cref="FixedColumn{T}"/>.</summary>
    Fixed,

    /// <summary>A <see cref="BytesColumn"/>.</summary>
    Bytes,

    /// <summary>An <see cref="ArrayColumn"/>.</summary>
    Array,
}
