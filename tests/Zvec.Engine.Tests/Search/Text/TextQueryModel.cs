using System.Globalization;

namespace Zvec.Engine.Tests.Search.Text;

/// <summary>A query as a test makes it up: its text, and the naive answer.</summary>
/// <param name="Text">The text, in parentheses where it has several parts.</param>
/// <param name="Score">The score of a document in some fields, each with its boost; null when it does not fit.</param>
internal sealed record TextQueryModel(string Text, Func<TextModel, int, IReadOnlyList<TextField>, double?> Score)
{
    public static TextQueryModel Word(string word) =>
        new(word, (model, document, fields) => Sum(fields, field => model.Score(document, field, other => other == word)));

    public static TextQueryModel Prefix(string prefix) => new(
        prefix + "*",
        (model, document, fields) => Sum(
            fields, field => model.Score(document, field, other => other.StartsWith(prefix, StringComparison.Ordinal))));

    public static TextQueryModel Phrase(string[] words, int slop) => new(
        $"\"{string.Join(' ', words)}\"" + (slop > 0 ? $"~{slop}" : ""),
        (model, document, fields) => Sum(
            fields,
            field => model.HasPhrase(document, field, words, slop)
                ? words.Sum(word => model.Score(document, field, other => other == word))
                : null));

    /// <summary>Parts with <c>+</c>, <c>-</c> or nothing in front.</summary>
    public static TextQueryModel Group(IReadOnlyList<(char Sign, TextQueryModel Query)> parts, int needed = 0) => new(
        "(" + string.Join(' ', parts.Select(part => (part.Sign == ' ' ? "" : part.Sign.ToString()) + part.Query.Text)) + ")",
        (model, document, fields) =>
        {
            double sum = 0;
            int optional = 0;
            foreach ((char sign, TextQueryModel query) in parts)
            {
                double? score = query.Score(model, document, fields);
                if (score is null ? sign == '+' : sign == '-')
                    return null;
                sum += score ?? 0;
                optional += score is not null && sign == ' ' ? 1 : 0;
            }

            int atLeast = Math.Min(
                parts.Count(part => part.Sign == ' '), Math.Max(needed, parts.Any(part => part.Sign == '+') ? 0 : 1));
            return optional < atLeast ? null : sum;
        });

    /// <summary>Parts joined by words.</summary>
    public static TextQueryModel All(TextQueryModel first, TextQueryModel second, string joined, bool negated) => new(
        $"({first.Text} {joined} {second.Text})",
        (model, document, fields) => first.Score(model, document, fields) is { } one
            ? (second.Score(model, document, fields), negated) switch
            {
                ({ } other, false) => one + other,
                (null, true) => one,
                _ => null,
            }
            : null);

    public TextQueryModel Boosted(double boost) => new(
        string.Create(CultureInfo.InvariantCulture, $"{Text}^{boost}"),
        (model, document, fields) => Score(model, document, fields) * boost);

    public TextQueryModel In(string field) => new(
        $"{field}:{Text}", (model, document, _) => Score(model, document, [new TextField(field)]));

    private static double? Sum(IReadOnlyList<TextField> fields, Func<string, double?> score)
    {
        double?[] scores = [.. fields.Select(field => score(field.Name) * field.Boost)];
        return scores.Any(one => one is not null) ? scores.Sum() : null;
    }
}
