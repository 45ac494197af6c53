using System.Globalization;
using System.Text;

namespace Zvec.Engine.Search;

/// <summary>Whether a document must, may or must not fit a part of a query.</summary>
internal enum TextOccurrence
{
    Should,
    Must,
    MustNot,
}

/// <summary>A part of a text query, as it was written.</summary>
/// <param name="Offset">Where in the query it begins.</param>
internal abstract record TextNode(int Offset)
{
    /// <summary>The field that the query names for it; null where the surrounding part says which.</summary>
    public string? Field { get; init; }

    /// <summary>What its score is multiplied by.</summary>
    public double Boost { get; init; } = 1;

    /// <summary>The part as a query would have it.</summary>
    public sealed override string ToString()
    {
        var text = new StringBuilder();
        if (Field is not null)
            text.Append(Field).Append(':');
        Write(text);
        return Boost == 1 ? text.ToString() : text.Append(CultureInfo.InvariantCulture, $"^{Boost}").ToString();
    }

    protected abstract void Write(StringBuilder text);
}

/// <summary>Words that analysis will find in a text.</summary>
internal sealed record TextWords(int Offset, string Text, bool IsPrefix = false) : TextNode(Offset)
{
    protected override void Write(StringBuilder text) => text.Append(Text).Append(IsPrefix ? "*" : "");
}

/// <summary>Words in order.</summary>
internal sealed record TextPhrase(int Offset, string Text, int Slop) : TextNode(Offset)
{
    protected override void Write(StringBuilder text)
    {
        text.Append('"').Append(Text).Append('"');
        if (Slop > 0)
            text.Append(CultureInfo.InvariantCulture, $"~{Slop}");
    }
}

/// <summary>Parts joined, at least one of which is not <see cref="TextOccurrence.MustNot"/>.</summary>
internal sealed record TextGroup(int Offset, IReadOnlyList<TextClause> Clauses) : TextNode(Offset)
{
    protected override void Write(StringBuilder text) => text.Append('(').AppendJoin(' ', Clauses).Append(')');
}

/// <summary>A part of a group.</summary>
internal readonly record struct TextClause(TextOccurrence Occurrence, TextNode Node)
{
    public override string ToString() => Occurrence switch
    {
        TextOccurrence.Must => $"+{Node}",
        TextOccurrence.MustNot => $"-{Node}",
        _ => Node.ToString(),
    };
}
