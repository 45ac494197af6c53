namespace Zvec.Engine;

/// <summary>Where a word that a <see cref="TextQuery"/> looked for stands in a document.</summary>
/// <param name="Field">The field.</param>
/// <param name="Start">Where in the field's text it begins, in UTF-16 code units, as <see cref="string.Substring(int, int)"/>
/// counts.</param>
/// <param name="Length">How long it is there.</param>
public readonly record struct TextHighlight(string Field, int Start, int Length);
