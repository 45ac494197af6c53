using System.ComponentModel;
using Zvec.Engine;

namespace Zvec.Server.Messages;

/// <summary>A <see cref="TextQuery"/> in JSON.</summary>
internal sealed class TextSearch : SearchRequest
{
    [Description("The field to search. Either this or 'fields'.")]
    public string? Field { get; init; }

    [Description("Several fields to search, each with a boost.")]
    public IReadOnlyList<TextSearchField>? Fields { get; init; }

    [Description("The words to look for, with operators unless 'literal' is set.")]
    public required string Text { get; init; }

    [Description("Whether the text is only words, in which no character means anything but itself.")]
    public bool Literal { get; init; }

    [Description("How words side by side are joined: or, and.")]
    public TextOperator DefaultOperator { get; init; }

    [Description("How many of the alternatives a document must fit.")]
    public int MinimumShouldMatch { get; init; }

    [Description("Whether hits say where the words stand.")]
    public bool Highlight { get; init; }

    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.InvalidArgument"/>: it has no field.</exception>
    public TextQuery ToQuery()
    {
        if ((Field is null) == (Fields is null or []))
            throw new ZvecException(ZvecErrorCode.InvalidArgument, "A search by words has either 'field' or 'fields'; give one of them.");
        IReadOnlyList<TextField> fields =
            Field is null ? [.. Fields.WithoutNulls("fields")!.Select(field => field.ToField())] : [new TextField(Field)];
        return new TextQuery(fields, Text)
        {
            Literal = Literal,
            DefaultOperator = DefaultOperator,
            MinimumShouldMatch = MinimumShouldMatch,
            Highlight = Highlight,
            Top = Top ?? DefaultTop,
            Skip = Skip,
            Filter = Filter,
            IncludeVectors = IncludeVectors,
            OutputFields = OutputFields.WithoutNulls("outputFields"),
        };
    }
}
