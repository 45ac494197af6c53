namespace Zvec.Engine.Filters.Text;

/// <summary>A condition in SQL's logic, which may be true, false or unknown: the filter of the rows for which it is true, and that of the
/// rows for which it is false. <c>not</c> swaps the two, and so reaches the leaves without a walk; what is unknown is in
/// neither.</summary>
internal readonly record struct TextCondition(Filter True, Filter False)
{
    /// <summary>A condition on a field's value, unknown where that is null.</summary>
    public static TextCondition OfValue(string field, Filter filter) =>
        new(filter, Filter.And(Filter.IsNotNull(field), Filter.Not(filter)));

    /// <summary>A condition that is never unknown.</summary>
    public static TextCondition Known(Filter filter) => new(filter, Filter.Not(filter));

    public static TextCondition And(IReadOnlyList<TextCondition> operands) => operands.Count == 1
        ? operands[0]
        : new(Filter.And(operands.Select(operand => operand.True)), Filter.Or(operands.Select(operand => operand.False)));

    public static TextCondition Or(IReadOnlyList<TextCondition> operands) => operands.Count == 1
        ? operands[0]
        : new(Filter.Or(operands.Select(operand => operand.True)), Filter.And(operands.Select(operand => operand.False)));

    public TextCondition Not() => new(False, True);

    /// <summary>Says where the condition stands in the text; for one of few nodes that was just made.</summary>
    public TextCondition At(TextPlace place)
    {
        Mark(True, place);
        Mark(False, place);
        return this;
    }

    private static void Mark(Filter filter, TextPlace place)
    {
        switch (filter)
        {
            case AndFilter and:
                foreach (Filter operand in and.Operands)
                    Mark(operand, place);
                break;
            case OrFilter or:
                foreach (Filter operand in or.Operands)
                    Mark(operand, place);
                break;
            case NotFilter not:
                Mark(not.Operand, place);
                break;
            case FieldFilter or ElementFilter:
                filter.Place ??= place;
                break;
        }
    }
}
