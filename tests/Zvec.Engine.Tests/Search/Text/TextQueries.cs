namespace Zvec.Engine.Tests.Search.Text;

/// <summary>Makes up texts and queries of few words, so that much fits.</summary>
internal sealed class TextQueries(Random random, int words = 12)
{
    /// <summary>A word; those in front are frequent. Some begin alike.</summary>
    public string Word()
    {
        int number = (int)(words * Math.Pow(random.NextDouble(), 2.5));
        return $"{"abc"[number % 3]}{"xyz"[number / 3 % 3]}{number}";
    }

    public string? Text(int most = 14) =>
        random.Next(12) == 0 ? null : string.Join(' ', Enumerable.Range(0, random.Next(most)).Select(_ => Word()));

    public TextQueryModel Query(int depth, string[] fields)
    {
        TextQueryModel query = (depth == 0 ? random.Next(6) : random.Next(13)) switch
        {
            0 or 1 or 2 => TextQueryModel.Word(Word()),
            3 => TextQueryModel.Prefix(Word()[..random.Next(1, 3)]),
            4 => TextQueryModel.Phrase([.. Enumerable.Range(0, random.Next(2, 4)).Select(_ => Word())], 0),
            5 => TextQueryModel.Phrase([.. Enumerable.Range(0, random.Next(2, 4)).Select(_ => Word())], random.Next(1, 4)),
            6 => TextQueryModel.All(Query(depth - 1, fields), Query(depth - 1, fields), "AND", negated: false),
            7 => TextQueryModel.All(Query(depth - 1, fields), Query(depth - 1, fields), random.Next(2) == 0 ? "NOT" : "AND NOT", negated: true),
            8 => TextQueryModel.Group([(' ', Query(depth - 1, fields)), (' ', Query(depth - 1, fields))]),
            _ => Group(depth, fields, needed: 0),
        };
        if (random.Next(6) == 0 && fields.Length > 0)
            query = query.In(fields[random.Next(fields.Length)]);
        return random.Next(6) == 0 ? query.Boosted(random.Next(1, 8) / 2.0) : query;
    }

    /// <summary>Parts side by side, at least one of which is not excluded.</summary>
    public TextQueryModel Group(int depth, string[] fields, int needed)
    {
        (char Sign, TextQueryModel)[] parts =
            [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => ("  +-"[random.Next(4)], Query(depth - 1, fields)))];
        return parts.All(part => part.Sign == '-') ? Group(depth, fields, needed) : TextQueryModel.Group(parts, needed);
    }
}
