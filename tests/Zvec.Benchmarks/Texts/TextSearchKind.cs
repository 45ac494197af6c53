namespace Zvec.Benchmarks.Texts;

/// <summary>How the terms of a search belong together.</summary>
internal enum TextSearchKind
{
    /// <summary>One of them is enough.</summary>
    Any,

    /// <summary>All must be there.</summary>
    All,

    /// <summary>All must be there, one directly behind the other.</summary>
    Phrase,
}
