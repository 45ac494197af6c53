using System.Collections;
using System.Globalization;
using System.Text;

namespace Zvec.Engine.Filters;

/// <summary>Writes the parts of a filter for messages, in the text form where it has one.</summary>
internal static class FilterText
{
    private const int LongestValue = 100;
    private const int LongestList = 10;

    public static string Operator(Comparison comparison) => comparison switch
    {
        Comparison.Equal => "=",
        Comparison.Less => "<",
        Comparison.LessOrEqual => "<=",
        Comparison.Greater => ">",
        _ => ">=",
    };

    public static string Name(string field) =>
        field.Length > 0 && field.All(FilterGrammar.IsWordCharacter) && !FilterGrammar.IsKeyword(field)
            ? field
            : $"`{field.Replace("`", "``", StringComparison.Ordinal)}`";

    public static string Value(object? value) => value switch
    {
        null => "null",
        string text => Quote(text),
        char character => Quote(character.ToString()),
        bool flag => flag ? "true" : "false",
        DateTime or DateTimeOffset or DateOnly or TimeOnly =>
            $"'{((IFormattable)value).ToString("O", CultureInfo.InvariantCulture)}'",
        Guid guid => $"'{guid}'",
        byte[] bytes => $"{bytes.Length} bytes",
        IEnumerable values => $"[{List(values.Cast<object?>())}]",
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    public static string List(IEnumerable<object?> values)
    {
        var text = new StringBuilder();
        int count = 0;
        foreach (object? value in values)
        {
            if (++count > LongestList)
                return text.Append(", …").ToString();
            text.Append(count > 1 ? ", " : "").Append(Value(value));
        }

        return text.ToString();
    }

    /// <summary>The depth of a node with these operands.</summary>
    public static int DepthOf(ReadOnlySpan<Filter> operands)
    {
        int depth = 0;
        foreach (Filter operand in operands)
            depth = Math.Max(depth, operand.Depth);
        return depth + 1;
    }

    private static string Quote(string text)
    {
        string shown = text.Length > LongestValue ? string.Concat(text.AsSpan(0, LongestValue), "…") : text;
        return $"'{shown.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("'", @"\'", StringComparison.Ordinal)}'";
    }
}
