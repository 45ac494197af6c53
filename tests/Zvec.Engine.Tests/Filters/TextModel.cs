using Zvec.Engine.Schema;

namespace Zvec.Engine.Tests.Filters;

/// <summary>A condition as text, and what it means in SQL's logic: true, false, or null for unknown.</summary>
internal sealed record TextModel(string Text, Func<Document, bool?> Holds)
{
    public static TextModel Make(CollectionSchema schema, Random random, int depth)
    {
        if (depth == 0)
            return Predicate(schema.Fields[random.Next(schema.Fields.Count)], random);
        TextModel left = Make(schema, random, depth - 1);
        TextModel right = Make(schema, random, depth - 1);
        return random.Next(4) switch
        {
            0 => new($"not ({left.Text})", document => !left.Holds(document)),
            1 => new($"({left.Text}) and ({right.Text})", document => left.Holds(document) & right.Holds(document)),
            2 => new($"({left.Text}) OR ({right.Text})", document => left.Holds(document) | right.Holds(document)),
            _ => left,
        };
    }

    private static TextModel Predicate(FieldSchema field, Random random)
    {
        string name = field.Name;
        DataType type = field.Type.IsArray() ? field.Type.Element() : field.Type;
        (object Value, string Text)[] values = [.. Literals(type, random)];
        string list = string.Join(", ", values.Select(value => value.Text));
        switch (random.Next(9))
        {
            case 0:
                return new($"{name} is null", document => document[name] is null);
            case 1:
                return new($"{name} is not null", document => document[name] is not null);
            case 2 when field.Type == DataType.String:
                string pattern = FilterData.Pattern(random);
                return Maybe(random, field, $"like {FilterData.Literal(pattern)}", Filter.Like(name, pattern));
            case <= 3 when field.Type.IsArray():
                return Maybe(random, field, $"contain_any ({list})", Filter.ContainsAny(name, values.Select(value => value.Value)));
            case <= 5 when field.Type.IsArray():
                return Maybe(random, field, $"contain_all ({list})", Filter.ContainsAll(name, values.Select(value => value.Value)));
            case 6 when field.Type.IsArray() && values.Length > 0:
                return Known(
                    field,
                    $"any_element({name}, {name} >= {values[0].Text} and not {name} = {values[^1].Text})",
                    Filter.AnyElement(name, Filter.And(
                        Filter.GreaterThanOrEqual(name, values[0].Value), Filter.Not(Filter.Equal(name, values[^1].Value)))));
            case var _ when field.Type.IsArray():
                int length = random.Next(5);
                return Known(field, $"array_length({name}) <= {length}", Filter.ArrayLengthLessThan(name, length + 1));
            case var _ when values.Length == 0:
                return new($"{name} is null", document => document[name] is null);
            case 3:
                return Maybe(random, field, $"in ({list})", Filter.In(name, values.Select(value => value.Value)));
            case 4 when values.Length > 1:
                return Maybe(random, field, $"between {values[0].Text} and {values[1].Text}", Filter.And(
                    Filter.GreaterThanOrEqual(name, values[0].Value), Filter.LessThanOrEqual(name, values[1].Value)));
            case 5:
                return Known(field, $"{name} < {values[0].Text}", Filter.LessThan(name, values[0].Value));
            case 6:
                return Known(field, $"{name} != {values[0].Text}", Filter.Not(Filter.Equal(name, values[0].Value)));
            case 7:
                return Known(field, $"{name} >= {values[0].Text}", Filter.GreaterThanOrEqual(name, values[0].Value));
            default:
                return Known(field, $"{name} = {values[0].Text}", Filter.Equal(name, values[0].Value));
        }
    }

    private static IEnumerable<(object Value, string Text)> Literals(DataType type, Random random)
    {
        for (int count = random.Next(1, 4); count > 0; count--)
        {
            object value = FilterData.Value(type, random);
            if (FilterData.Literal(value) is { } text)
                yield return (value, text);
        }
    }

    private static TextModel Maybe(Random random, FieldSchema field, string text, Filter meaning) => random.Next(2) == 0
        ? Known(field, $"{field.Name} {text}", meaning)
        : Known(field, $"{field.Name} not {text}", Filter.Not(meaning));

    private static TextModel Known(FieldSchema field, string text, Filter meaning) =>
        new(text, document => document[field.Name] is null ? null : FilterModel.Matches(meaning, document));
}
