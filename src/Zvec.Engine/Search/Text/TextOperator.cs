namespace Zvec.Engine;

/// <summary>How words of a <see cref="TextQuery"/> that stand side by side are joined.</summary>
public enum TextOperator
{
    /// <summary>A document has at least one of them.</summary>
    Or,

    /// <summary>A document has all of them.</summary>
    And,
}
