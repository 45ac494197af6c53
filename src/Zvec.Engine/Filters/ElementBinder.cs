using Zvec.Engine.Filters.Values;
using Zvec.Engine.Schema;

namespace Zvec.Engine.Filters;

/// <summary>What a condition says of an element that is not null, and of one that is.</summary>
internal readonly record struct ElementTest(ValueTest Value, bool Null);

/// <summary>Checks the condition of an <see cref="ElementFilter"/>, and makes one test of it.</summary>
/// <param name="schema">The schema.</param>
/// <param name="target">The array field.</param>
internal sealed class ElementBinder(CollectionSchema schema, FieldTarget target)
{
    private readonly ValueDomain _domain = ValueDomain.Of(target.Type.Element());

    public ElementTest Bind(Filter condition)
    {
        switch (condition)
        {
            case AllFilter:
                return new ElementTest(ValueTest.Any, true);
            case NotFilter not:
                ElementTest inner = Bind(not.Operand);
                return new ElementTest(ValueTest.Not(inner.Value), !inner.Null);
            case AndFilter and:
                ElementTest[] all = [.. and.Operands.Select(Bind)];
                return new ElementTest(all.Select(test => test.Value).Aggregate(ValueTest.Any, ValueTest.And), all.All(test => test.Null));
            case OrFilter or:
                ElementTest[] any = [.. BindAlternatives(or.Operands)];
                return new ElementTest(ValueTest.Or([.. any.Select(test => test.Value)]), any.Any(test => test.Null));
            case FieldFilter leaf when leaf.Field != target.Name:
                throw FilterBinder.Invalid(
                    $"A condition on the elements of {target.Describe(schema)} names '{leaf.Field}'; only '{target.Name}', which stands "
                        + "for an element, can be named in it.");
            case NullFilter:
                return new ElementTest(ValueTest.None, true);
            case CompareFilter compare:
                return NotNull(_domain.Compare(compare.Comparison, compare.Value)
                    ?? throw FilterBinder.WrongValue(schema, target, _domain.Type, compare.Value));
            case InFilter within:
                return OneOf(within.Values);
            case LikeFilter like when _domain.Type == DataType.String:
                return NotNull(BytesDomain.Like(like.Pattern));
            default:
                throw FilterBinder.Invalid(
                    $"'{condition}' cannot be tested on the elements of {target.Describe(schema)} each of which is of type "
                        + $"{_domain.Type}.");
        }
    }

    /// <summary>Makes one membership test of all alternatives that compare the element with a value.</summary>
    private IEnumerable<ElementTest> BindAlternatives(IReadOnlyList<Filter> alternatives)
    {
        var values = new List<object>();
        foreach (Filter alternative in alternatives)
        {
            switch (alternative)
            {
                case CompareFilter { Comparison: Comparison.Equal } equal when equal.Field == target.Name:
                    values.Add(equal.Value);
                    break;
                case InFilter any when any.Field == target.Name:
                    values.AddRange(any.Values);
                    break;
                default:
                    yield return Bind(alternative);
                    break;
            }
        }

        yield return OneOf(values);
    }

    private ElementTest OneOf(IReadOnlyList<object> values) =>
        NotNull(_domain.OneOf(values, out object? wrong) ?? throw FilterBinder.WrongValue(schema, target, _domain.Type, wrong));

    private static ElementTest NotNull(ValueTest test) => new(test, Null: false);
}
