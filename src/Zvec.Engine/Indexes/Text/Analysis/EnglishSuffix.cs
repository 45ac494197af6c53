namespace Zvec.Engine.Indexes.Text.Analysis;

/// <summary>An ending that the English stemmer replaces.</summary>
/// <param name="Text">The ending.</param>
/// <param name="Replacement">What it becomes.</param>
/// <param name="After">The letters of which one must stand before it; null for any or none.</param>
/// <param name="OnlyInR2">Whether it must be in R2, not just in R1.</param>
internal sealed record EnglishSuffix(string Text, string Replacement, string? After = null, bool OnlyInR2 = false);
