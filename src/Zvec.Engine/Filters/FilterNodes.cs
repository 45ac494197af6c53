using System.Globalization;

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

/// <summary>A filter on one field, or on the key.</summary>
internal abstract class FieldFilter : Filter
{
    protected FieldFilter(string field)
    {
        ArgumentNullException.ThrowIfNull(field);
        Field = field;
    }

    public string Field { get; }

    protected string Name => FilterText.Name(Field);
}

internal sealed class CompareFilter : FieldFilter
{
    public CompareFilter(string field, Comparison comparison, object value)
        : base(field)
    {
        ArgumentNullException.ThrowIfNull(value);
        Comparison = comparison;
        Value = value;
    }

    public Comparison Comparison { get; }

    public object Value { get; }

    public override string ToString() => $"{Name} {FilterText.Operator(Comparison)} {FilterText.Value(Value)}";
}

internal sealed class InFilter : FieldFilter
{
    private InFilter(string field, object[] values)
        : base(field) => Values = values;

    public IReadOnlyList<object> Values { get; }

    public static Filter Create(string field, IEnumerable<object?> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        object?[] all = [.. values];
        var filter = new InFilter(field, [.. all.Where(value => value is not null).Select(value => value!)]);
        return filter.Values.Count == all.Length ? filter : Or(filter, IsNull(field));
    }

    public override string ToString() => $"{Name} in ({FilterText.List(Values)})";
}

internal sealed class NullFilter(string field) : FieldFilter(field)
{
    public override string ToString() => $"{Name} is null";
}

internal sealed class LikeFilter : FieldFilter
{
    public LikeFilter(string field, string pattern)
        : base(field)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        Pattern = pattern;
    }

    public string Pattern { get; }

    public override string ToString() => $"{Name} like {FilterText.Value(Pattern)}";
}

internal sealed class ArrayFilter : FieldFilter
{
    public ArrayFilter(string field, IEnumerable<object?> values, bool all)
        : base(field)
    {
        ArgumentNullException.ThrowIfNull(values);
        Values = [.. values];
        HasAll = all;
    }

    public IReadOnlyList<object?> Values { get; }

    public bool HasAll { get; }

    public override string ToString() => $"{Name} {(HasAll ? "contain_all" : "contain_any")} ({FilterText.List(Values)})";
}

internal sealed class ArrayLengthFilter(string field, Comparison comparison, int length) : FieldFilter(field)
{
    public Comparison Comparison => comparison;

    public int Length => length;

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"array_length({Name}) {FilterText.Operator(comparison)} {length}");
}

/// <summary>A condition on the elements of an array, in which the array's name stands for the element.</summary>
internal sealed class ElementFilter : Filter
{
    public ElementFilter(string field, Filter condition)
        : base((condition ?? throw new ArgumentNullException(nameof(condition))).Depth + 1)
    {
        ArgumentNullException.ThrowIfNull(field);
        Field = field;
        Condition = condition;
    }

    public string Field { get; }

    public Filter Condition { get; }

    public override string ToString() => $"any_element({FilterText.Name(Field)}, {Condition})";
}

internal sealed class AndFilter : Filter
{
    private AndFilter(Filter[] operands)
        : base(FilterText.DepthOf(operands)) => Operands = operands;

    public IReadOnlyList<Filter> Operands { get; }

    /// <summary>A chain of two-operand filters becomes one node, so that it is flat however long it is.</summary>
    public static AndFilter Create(IEnumerable<Filter> operands)
    {
        ArgumentNullException.ThrowIfNull(operands);
        var flat = new List<Filter>();
        foreach (Filter operand in operands)
        {
            if (operand is AndFilter and)
                flat.AddRange(and.Operands);
            else
                flat.Add(operand ?? throw new ArgumentNullException(nameof(operands), "An operand is null."));
        }

        return new AndFilter([.. flat]);
    }

    public override string ToString() => Operands.Count == 0 ? "true" : $"({string.Join(" and ", Operands)})";
}

internal sealed class OrFilter : Filter
{
    private OrFilter(Filter[] operands)
        : base(FilterText.DepthOf(operands)) => Operands = operands;

    public IReadOnlyList<Filter> Operands { get; }

    /// <inheritdoc cref="AndFilter.Create"/>
    public static OrFilter Create(IEnumerable<Filter> operands)
    {
        ArgumentNullException.ThrowIfNull(operands);
        var flat = new List<Filter>();
        foreach (Filter operand in operands)
        {
            if (operand is OrFilter or)
                flat.AddRange(or.Operands);
            else
                flat.Add(operand ?? throw new ArgumentNullException(nameof(operands), "An operand is null."));
        }

        return new OrFilter([.. flat]);
    }

    public override string ToString() => Operands.Count == 0 ? "false" : $"({string.Join(" or ", Operands)})";
}

internal sealed class NotFilter : Filter
{
    private NotFilter(Filter operand)
        : base(operand.Depth + 1) => Operand = operand;

    public Filter Operand { get; }

    public static Filter Create(Filter operand)
    {
        ArgumentNullException.ThrowIfNull(operand);
        return operand is NotFilter not ? not.Operand : new NotFilter(operand);
    }

    public override string ToString() => Operand switch
    {
        AllFilter => "false",
        NullFilter isNull => $"{FilterText.Name(isNull.Field)} is not null",
        _ => $"not {Operand}",
    };
}
