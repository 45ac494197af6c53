namespace Zvec.Engine.Expressions;

/// <summary>What a formula can do with a value.</summary>
internal enum FormulaKind
{
    /// <summary>Nothing: it is always null.</summary>
    Null,

    /// <summary>An integer of any width, computed as <see cref="System.Int128"/>.</summary>
    Integer,

    /// <summary>A <see cref="float"/> or <see cref="double"/>, computed as the latter.</summary>
    Double,

    /// <summary>A <see cref="decimal"/>.</summary>
    Decimal,

    /// <summary>A <see cref="string"/>.</summary>
    Text,

    /// <summary>A <see cref="bool"/>.</summary>
    Truth,

    /// <summary>A value of a type that is taken over as it is.</summary>
    Other,
}
