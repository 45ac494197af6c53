namespace Zvec.Engine.Indexes.Text;

/// <summary>A part of a text, in UTF-16 code units.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where it ends.</param>
internal readonly record struct HighlightSpan(int Start, int End);
