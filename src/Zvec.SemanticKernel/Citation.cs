namespace Zvec.SemanticKernel;

/// <summary>A numbered source.</summary>
/// <param name="number">The number by which it is cited, from 1.</param>
/// <param name="text">What it says.</param>
/// <param name="name">What it is called; null where that is not known.</param>
/// <param name="link">Where it is found; null where that is not known.</param>
/// <param name="score">How well it answers the query, as the search scores; null where that is not known.</param>
public sealed class Citation(int number, string text, string? name = null, string? link = null, double? score = null)
{
    /// <summary>The number by which it is cited, from 1.</summary>
    public int Number { get; } = number;

    /// <summary>What it says.</summary>
    public string Text { get; } = text;

    /// <summary>What it is called; null where that is not known.</summary>
    public string? Name { get; } = name;

    /// <summary>Where it is found; null where that is not known.</summary>
    public string? Link { get; } = link;

    /// <summary>How well it answers the query, as the search scores; null where that is not known.</summary>
    public double? Score { get; } = score;

    /// <summary>The number, the name and the link, in one line: <c>[1] Name (link)</c>.</summary>
    /// <returns>The line.</returns>
    public override string ToString() => (Name, Link) switch
    {
        (null, null) => $"[{Number}]",
        (null, _) => $"[{Number}] {Link}",
        (_, null) => $"[{Number}] {Name}",
        _ => $"[{Number}] {Name} ({Link})",
    };
}
