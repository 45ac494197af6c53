using System.Collections;
using Zvec.Engine.Filters.Text;
using Zvec.Engine.Filters.Values;
using Zvec.Engine.Schema;

namespace Zvec.Engine.Filters;

/// <summary>Checks a filter against a schema: every field is there and of a type that its values can be compared with.</summary>
internal sealed class FilterBinder
{
    /// <summary>Stands for the key where a field's id is expected; no field has it.</summary>
    public const int KeyField = 0;

    private readonly CollectionSchema _schema;

    private FilterBinder(CollectionSchema schema) => _schema = schema;

    /// <summary>Binds a filter; null is the filter that matches all.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="schema">A schema whose fields have their ids.</param>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.InvalidArgument"/>: the filter does not fit the schema.</exception>
    public static BoundFilter Bind(Filter? filter, CollectionSchema schema) =>
        filter is null ? BoundFilter.All : new FilterBinder(schema).Bind(filter);

    private BoundFilter Bind(Filter filter) => filter.Place is { } place ? BindAt(place, filter) : BindNode(filter);

    /// <summary>Binds a condition that was parsed, and says where it stands when it does not fit the schema.</summary>
    private BoundFilter BindAt(TextPlace place, Filter condition)
    {
        try
        {
            return BindNode(condition);
        }
        catch (ZvecException error) when (error.Code == ZvecErrorCode.InvalidArgument)
        {
            throw new ZvecException(error.Code, $"The filter is not valid at {place}: {error.Message}", error);
        }
    }

    private BoundFilter BindNode(Filter filter) => filter switch
    {
        AllFilter => BoundFilter.All,
        AndFilter and => BoundFilter.And(MergeValues(BindAll(and.Operands))),
        OrFilter or => BindOr(or.Operands),
        NotFilter not => BoundFilter.Not(Bind(not.Operand)),
        NullFilter isNull => new BoundNull(FieldTarget.Find(_schema, isNull.Field).Id),
        CompareFilter compare => BindCompare(compare),
        InFilter any => BindIn(any),
        LikeFilter like => BindLike(like),
        ArrayFilter array => BindArray(array),
        ElementFilter element => BindElement(element),
        ArrayLengthFilter length => new BoundArrayLength(FindArray(length.Field).Id, length.Comparison, length.Length),
        _ => throw new InvalidOperationException($"{filter.GetType()} is not a known filter."),
    };

    private BoundFilter BindOr(IReadOnlyList<Filter> alternatives)
    {
        try
        {
            return BoundFilter.Or(BindAll(MergeEqualities(alternatives)));
        }
        catch (ZvecException) when (alternatives.Any(alternative => alternative.Place is not null))
        {
            // What was merged stands in several places; one by one, the alternatives say which of them is wrong.
            BindAll(alternatives);
            throw;
        }
    }

    /// <summary>Makes one condition of all those on the same field that an index can answer together, such as the two ends of a
    /// range.</summary>
    private static ReadOnlySpan<BoundFilter> MergeValues(BoundFilter[] operands)
    {
        int kept = 0;
        for (int i = 0; i < operands.Length; i++)
        {
            if (operands[i] is not BoundValue value || !IsOnField(value, value.Field))
            {
                operands[kept++] = operands[i];
                continue;
            }

            // few conditions: a look at each is less work, and less garbage in each search, than a table of fields
            int earlier = 0;
            while (earlier < kept && !IsOnField(operands[earlier], value.Field))
                earlier++;
            if (earlier == kept)
                operands[kept++] = value;
            else
                operands[earlier] = new BoundValue(value.Field, ValueTest.And(((BoundValue)operands[earlier]).Test, value.Test));
        }

        return operands.AsSpan(0, kept);
    }

    /// <summary>Whether it is a condition on that field that an index answers alone.</summary>
    private static bool IsOnField(BoundFilter condition, int field) =>
        condition is BoundValue { Test.Lookup: { IsExact: true, IsQuick: true } } value && value.Field == field;

    private BoundFilter[] BindAll(IReadOnlyList<Filter> filters)
    {
        var bound = new BoundFilter[filters.Count];
        for (int i = 0; i < bound.Length; i++)
            bound[i] = Bind(filters[i]);
        return bound;
    }

    /// <summary>Makes one membership test of all alternatives that compare a scalar field with a value: one scan instead of one for
    /// each.</summary>
    private IReadOnlyList<Filter> MergeEqualities(IReadOnlyList<Filter> alternatives)
    {
        int equalities = 0;
        for (int i = 0; i < alternatives.Count; i++)
            equalities += alternatives[i] is CompareFilter { Comparison: Comparison.Equal } or InFilter ? 1 : 0;
        if (equalities < 2)
            return alternatives;

        var merged = new List<Filter>();
        var values = new Dictionary<string, List<object?>>(StringComparer.Ordinal);
        foreach (Filter alternative in alternatives)
        {
            (string Field, IEnumerable<object> Values)? equality = alternative switch
            {
                CompareFilter { Comparison: Comparison.Equal } equal when !FieldTarget.Find(_schema, equal.Field).Type.IsArray() =>
                    (equal.Field, [equal.Value]),
                InFilter any => (any.Field, any.Values),
                _ => null,
            };
            if (equality is not { } found)
                merged.Add(alternative);
            else if (values.TryGetValue(found.Field, out List<object?>? known))
                known.AddRange(found.Values);
            else
                values[found.Field] = [.. found.Values];
        }

        merged.AddRange(values.Select(entry => Filter.In(entry.Key, entry.Value)));
        return merged;
    }

    private BoundFilter BindCompare(CompareFilter filter)
    {
        FieldTarget target = FieldTarget.Find(_schema, filter.Field);
        if (target.Type.IsArray())
            return BindArrayEqual(filter, target);

        ValueTest test = ValueDomain.Of(target.Type).Compare(filter.Comparison, filter.Value)
            ?? throw WrongValue(_schema, target, target.Type, filter.Value);
        return OnValue(target, test);
    }

    private BoundFilter BindIn(InFilter filter)
    {
        FieldTarget target = FieldTarget.Find(_schema, filter.Field);
        if (target.Type.IsArray())
            throw Invalid($"{Name(target)} is not compared with single values; test its elements with contain_any or contain_all.");
        ValueTest test = ValueDomain.Of(target.Type).OneOf(filter.Values, out object? wrong)
            ?? throw WrongValue(_schema, target, target.Type, wrong);
        return OnValue(target, test);
    }

    private BoundFilter BindLike(LikeFilter filter)
    {
        FieldTarget target = FieldTarget.Find(_schema, filter.Field);
        return target.Type == DataType.String
            ? OnValue(target, BytesDomain.Like(filter.Pattern))
            : throw Invalid(
                $"{Name(target)} cannot be matched with the pattern {FilterText.Value(filter.Pattern)}: "
                    + "like is for fields of type String.");
    }

    private BoundFilter BindArray(ArrayFilter filter)
    {
        FieldTarget target = FindArray(filter.Field);
        ValueDomain domain = ValueDomain.Of(target.Type.Element());
        object[] values = [.. filter.Values.Where(value => value is not null).Select(value => value!)];
        var operands = new List<BoundFilter>();
        if (filter.HasAll)
        {
            foreach (object value in values)
            {
                ValueTest test = domain.Compare(Comparison.Equal, value) ?? throw WrongValue(_schema, target, domain.Type, value);
                operands.Add(Contains(target, test));
            }
        }
        else
        {
            ValueTest test = domain.OneOf(values, out object? wrong) ?? throw WrongValue(_schema, target, domain.Type, wrong);
            operands.Add(Contains(target, test));
        }

        if (values.Length < filter.Values.Count)
            operands.Add(new BoundContainsNull(target.Id));
        if (!filter.HasAll)
            return BoundFilter.Or(operands);
        return operands.Count > 0 ? BoundFilter.And([.. operands]) : NotNull(target);
    }

    private BoundFilter BindArrayEqual(CompareFilter filter, FieldTarget target)
    {
        if (filter.Comparison != Comparison.Equal || filter.Value is string || filter.Value is not IEnumerable elements)
        {
            throw Invalid(
                $"{Name(target)} can be compared only for equality with an array, not {FilterText.Operator(filter.Comparison)} "
                + $"{Shown(filter.Value)}; test its elements with contain_any or contain_all.");
        }

        ValueDomain domain = ValueDomain.Of(target.Type.Element());
        var matchers = new List<ValueMatcher?>();
        var keys = new List<byte[]>();
        bool isPossible = true;
        foreach (object? element in elements)
        {
            if (element is null)
            {
                matchers.Add(null);
                continue;
            }

            ValueTest test = domain.Compare(Comparison.Equal, element) ?? throw WrongValue(_schema, target, domain.Type, element);
            matchers.Add(test.Matcher);
            isPossible &= test.Matcher is not null;
            if (test.Lookup is EqualLookup equal)
                keys.AddRange(equal.Keys);
        }

        return isPossible
            ? new BoundArrayEqual(target.Id, [.. matchers], keys.Count > 0 ? new RarestLookup([.. keys]) : null)
            : BoundFilter.None;
    }

    private BoundFilter BindElement(ElementFilter filter)
    {
        FieldTarget target = FindArray(filter.Field);
        (ValueTest test, bool isNull) = new ElementBinder(_schema, target).Bind(filter.Condition);
        if (test.IsAny && isNull)
            return new BoundArrayLength(target.Id, Comparison.Greater, 0);
        BoundFilter value = test.IsAny ? new BoundContains(target.Id, EveryMatcher.Instance, lookup: null) : Contains(target, test);
        return isNull ? BoundFilter.Or([value, new BoundContainsNull(target.Id)]) : value;
    }

    private static BoundFilter OnValue(FieldTarget target, ValueTest test)
    {
        if (test.IsNone)
            return BoundFilter.None;
        if (test.IsAny)
            return NotNull(target);
        var value = new BoundValue(target.Id, test);
        return target.Id == KeyField && test.Lookup is EqualLookup equal
            ? new BoundKeys(KeyValues.Of(target.Type, equal.Keys), value)
            : value;
    }

    private static BoundFilter Contains(FieldTarget target, ValueTest test) =>
        test.IsNone ? BoundFilter.None : new BoundContains(target.Id, test.Matcher ?? EveryMatcher.Instance, test.Lookup);

    private static BoundFilter NotNull(FieldTarget target) => BoundFilter.Not(new BoundNull(target.Id));

    private FieldTarget FindArray(string name)
    {
        FieldTarget target = FieldTarget.Find(_schema, name);
        return target.Type.IsArray()
            ? target
            : throw Invalid($"{Name(target)} is no array; contain_any, contain_all and array_length are for array fields.");
    }

    /// <summary>Says that a value is of a kind that a field cannot be compared with.</summary>
    internal static ZvecException WrongValue(CollectionSchema schema, FieldTarget target, DataType type, object? value)
    {
        string what = target.Type == type ? "" : "an element of ";
        return Invalid($"{target.Describe(schema)} cannot be compared with {Shown(value)}: {what}it takes {ValueDomain.Of(type).Accepts}.");
    }

    internal static ZvecException Invalid(string message) => new(ZvecErrorCode.InvalidArgument, message);

    private string Name(FieldTarget target) => target.Describe(_schema);

    private static string Shown(object? value) => value is null or string or bool or NumberLiteral or long
        ? FilterText.Value(value)
        : $"{FilterText.Value(value)} ({value.GetType().Name})";
}
