namespace Zvec.Engine.Filters;

/// <summary>How a value is compared with another.</summary>
internal enum Comparison
{
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

internal sealed class AllFilter : Filter
{
    public override string ToString() => "true";
}

internal sealed class CompareFilter(string field, Comparison comparison, object value) : Filter
{
    public string Field { get; } = field;

    public Comparison Comparison => comparison;

    public object Value => value;

    public override string ToString() => $"{Field} {comparison} {value}";
}

internal sealed class InFilter : Filter
{
    private InFilter(string field, object[] values)
    {
        Field = field;
        Values = values;
    }

    public string Field { get; }

    public IReadOnlyList<object> Values { get; }

    public static Filter Create(string field, IEnumerable<object?> values)
    {
        object?[] all = [.. values];
        var filter = new InFilter(field, [.. all.Where(value => value is not null).Select(value => value!)]);
        return filter.Values.Count == all.Length ? filter : Or(filter, IsNull(field));
    }

    public override string ToString() => $"{Field} in ({string.Join(", ", Values)})";
}

internal sealed class NullFilter(string field) : Filter
{
    public string Field { get; } = field;

    public override string ToString() => $"{Field} is null";
}

internal sealed class LikeFilter(string field, string pattern) : Filter
{
    public string Field { get; } = field;

    public string Pattern => pattern;

    public override string ToString() => $"{Field} like '{pattern}'";
}

internal sealed class ArrayFilter(string field, IEnumerable<object?> values, bool all) : Filter
{
    public string Field { get; } = field;

    public IReadOnlyList<object?> Values { get; } = [.. values];

    public bool HasAll => all;

    public override string ToString() => $"{Field} {(HasAll ? "contain_all" : "contain_any")} ({string.Join(", ", Values)})";
}

internal sealed class ArrayLengthFilter(string field, Comparison comparison, int length) : Filter
{
    public string Field { get; } = field;

    public Comparison Comparison => comparison;

    public int Length => length;

    public override string ToString() => $"array_length({Field}) {comparison} {length}";
}

internal sealed class AndFilter(Filter[] operands) : Filter
{
    public IReadOnlyList<Filter> Operands => operands;

    public override string ToString() => $"({string.Join(" and ", operands.AsEnumerable())})";
}

internal sealed class OrFilter(Filter[] operands) : Filter
{
    public IReadOnlyList<Filter> Operands => operands;

    public override string ToString() => $"({string.Join(" or ", operands.AsEnumerable())})";
}

internal sealed class NotFilter(Filter operand) : Filter
{
    public Filter Operand => operand;

    public override string ToString() => $"not {operand}";
}
