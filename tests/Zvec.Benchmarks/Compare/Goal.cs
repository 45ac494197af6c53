namespace Zvec.Benchmarks.Compare;

/// <summary>A figure that the engine is to reach.</summary>
/// <param name="What">What is measured.</param>
/// <param name="Ours">Our figure, with its unit.</param>
/// <param name="Beside">What it is compared with, with its figure; empty when there is nothing.</param>
/// <param name="Value">The figure that is judged; null when it could not be measured.</param>
/// <param name="Limit">What it must be.</param>
/// <param name="AtLeast">Whether it must be at least the limit, or at most.</param>
/// <param name="Note">What to know about it.</param>
internal sealed record Goal(string What, string Ours, string Beside, double? Value, double Limit, bool AtLeast, string Note = "")
{
    /// <summary>Null when it could not be measured.</summary>
    public bool? IsReached => Value is { } value ? AtLeast ? value >= Limit : value <= Limit : null;
}
