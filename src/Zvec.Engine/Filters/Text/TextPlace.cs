using System.Globalization;

namespace Zvec.Engine.Filters.Text;

/// <summary>Where a condition stands in the text of a filter, for messages.</summary>
/// <param name="Text">The whole text.</param>
/// <param name="Offset">Where the condition begins.</param>
internal sealed record TextPlace(string Text, int Offset)
{
    /// <summary>Line and column, each counted from 1.</summary>
    public override string ToString()
    {
        ReadOnlySpan<char> before = Text.AsSpan(0, Offset);
        return string.Create(CultureInfo.InvariantCulture, $"line {before.Count('\n') + 1}, column {Offset - before.LastIndexOf('\n')}");
    }
}
