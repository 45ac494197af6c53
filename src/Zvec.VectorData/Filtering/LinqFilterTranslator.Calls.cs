using System.Collections;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using Microsoft.Extensions.VectorData.ProviderServices;
using Zvec.Engine;

namespace Zvec.VectorData.Filtering;

/// <content>Method calls: membership, text, equality.</content>
internal sealed partial class LinqFilterTranslator
{
    /// <summary>The most values of a list, each of which makes a condition of its own.</summary>
    private const int MostValuesEach = 1000;

    /// <summary>Translates a call; null when it is none that is known, and may read a property.</summary>
    private Filter? TranslateCall(MethodCallExpression call)
    {
        if (call.Method.DeclaringType == typeof(string) && TranslateTextCall(call) is { } text)
            return text;

        if (TryMatchMembership(call, out Expression? source, out Expression? item))
            return TranslateMembership(call, source, item);

        if (TryMatchPredicate(call, out source, out LambdaExpression? predicate))
            return TranslatePredicate(call, source, predicate);

        switch (call)
        {
            case { Method.Name: nameof(Enumerable.Any), Arguments: [var all] } when call.Method.DeclaringType == typeof(Enumerable)
                && TryBindProperty(all, out PropertyModel? counted):
                return FilterOn(counted).CompareLength(ComparisonOperator.Greater, 0);
            case { Method.Name: nameof(Equals), Object: { } left, Arguments: [var right] }:
                return TranslateEqual(call, left, right);
            case { Method.Name: nameof(Equals), Object: null, Arguments: [var left, var right] }:
                return TranslateEqual(call, left, right);
            case { Method.Name: nameof(Enumerable.SequenceEqual), Arguments: [var first, var second] }:
                return TranslateEqual(call, UnwrapSpan(first), UnwrapSpan(second));
            default:
                return null;
        }
    }

    private Filter TranslateEqual(Expression node, Expression left, Expression right)
    {
        if (TryBindProperty(left, out PropertyModel? property) && ConstantEvaluator.TryEvaluate(right, out object? value))
            return FilterOn(property).Compare(ComparisonOperator.Equal, value);
        if (TryBindProperty(right, out property) && ConstantEvaluator.TryEvaluate(left, out value))
            return FilterOn(property).Compare(ComparisonOperator.Equal, value);
        throw NotSupported(node);
    }

    private Filter? TranslateTextCall(MethodCallExpression call)
    {
        if (call is { Method.Name: nameof(string.IsNullOrEmpty), Arguments: [var tested] }
            && TryBindProperty(tested, out PropertyModel? property))
        {
            PropertyFilter filter = FilterOn(property);
            return Filter.Or(filter.IsNull(), filter.Compare(ComparisonOperator.Equal, ""));
        }

        Expression[] operands = call.Object is null ? [.. call.Arguments] : [call.Object, .. call.Arguments];
        if (operands is [var first, var second, .. var options] && options.Length <= 1)
        {
            if (options is [var option])
                ThrowUnlessOrdinal(call, option);

            switch (call.Method.Name)
            {
                case nameof(string.Equals):
                    return TranslateEqual(call, first, second);
                case nameof(string.StartsWith):
                    return TranslateLike(call, first, second, anythingBefore: false, anythingAfter: true);
                case nameof(string.EndsWith):
                    return TranslateLike(call, first, second, anythingBefore: true, anythingAfter: false);
                case nameof(string.Contains):
                    return TranslateLike(call, first, second, anythingBefore: true, anythingAfter: true);
            }
        }

        return null;
    }

    private Filter TranslateLike(Expression node, Expression text, Expression part, bool anythingBefore, bool anythingAfter)
    {
        if (!TryBindProperty(text, out PropertyModel? property) || !ConstantEvaluator.TryEvaluate(part, out object? value))
            throw NotSupported(node);

        string literal = value as string ?? (value as char?)?.ToString()
            ?? throw new InvalidOperationException($"The text in the part '{node}' of the filter is null.");
        return FilterOn(property).Like(literal, anythingBefore, anythingAfter);
    }

    private static void ThrowUnlessOrdinal(Expression node, Expression option)
    {
        if (!ConstantEvaluator.TryEvaluate(option, out object? value) || value is not StringComparison.Ordinal)
        {
            throw new NotSupportedException(
                $"The part '{node}' of the filter is not supported: texts are compared letter by letter, with StringComparison.Ordinal.");
        }
    }

    /// <summary>Matches <c>Contains</c> of lists, sets, spans and <see cref="Enumerable"/>.</summary>
    private static bool TryMatchMembership(
        MethodCallExpression call, [NotNullWhen(true)] out Expression? source, [NotNullWhen(true)] out Expression? item)
    {
        if (TryMatchContains(call, out source, out item))
            return true;

        switch (call)
        {
            case { Method.Name: nameof(Enumerable.Contains), Arguments: [var first, var second, var comparer] }
                when call.Method.DeclaringType == typeof(Enumerable)
                    && ConstantEvaluator.TryEvaluate(comparer, out object? value) && value is null:
                (source, item) = (first, second);
                return true;
            case { Method.Name: nameof(IList.Contains), Object: { } instance, Arguments: [var only] }
                when instance.Type != typeof(string) && typeof(IEnumerable).IsAssignableFrom(instance.Type):
                (source, item) = (instance, only);
                return true;
            default:
                return false;
        }
    }

    private Filter TranslateMembership(Expression node, Expression source, Expression item)
    {
        if (TryBindProperty(source, out PropertyModel? property) && ConstantEvaluator.TryEvaluate(item, out object? value))
            return FilterOn(property).ContainsAny(new[] { value });

        if (ConstantEvaluator.TryEvaluate(source, out value) && TryBindProperty(item, out property))
            return FilterOn(property).In(ValuesOf(node, value));

        throw NotSupported(node);
    }

    /// <summary>Matches <c>Any</c>, <c>All</c> and <c>Exists</c> with a condition on the elements.</summary>
    private static bool TryMatchPredicate(
        MethodCallExpression call, [NotNullWhen(true)] out Expression? source, [NotNullWhen(true)] out LambdaExpression? predicate)
    {
        (source, Expression? condition) = call switch
        {
            { Method.Name: nameof(Enumerable.Any) or nameof(Enumerable.All), Arguments: [var first, var second] }
                when call.Method.DeclaringType == typeof(Enumerable) => (first, second),
            { Method.Name: nameof(Array.Exists), Arguments: [var first, var second] }
                when call.Method.DeclaringType == typeof(Array) => (first, second),
            { Method.Name: nameof(List<int>.Exists), Object: { } list, Arguments: [var only] } => (list, only),
            _ => (null, null),
        };
        predicate = condition is UnaryExpression { NodeType: ExpressionType.Quote } quote
            ? quote.Operand as LambdaExpression
            : condition as LambdaExpression;
        return source is not null && predicate is { Parameters.Count: 1 };
    }

    private Filter TranslatePredicate(MethodCallExpression call, Expression source, LambdaExpression predicate)
    {
        ParameterExpression element = predicate.Parameters[0];
        bool all = call.Method.Name == nameof(Enumerable.All);
        if (TryBindProperty(source, out PropertyModel? property))
        {
            PropertyFilter filter = FilterOn(property);
            Filter condition = TranslateElement(predicate.Body, element, property);
            return all ? filter.AllElements(condition) : filter.AnyElement(condition);
        }

        if (!ConstantEvaluator.TryEvaluate(source, out object? list))
            throw NotSupported(call);

        // "wanted.Any(x => r.Tags.Contains(x))", and the same with All.
        if (predicate.Body is MethodCallExpression inner
            && TryMatchMembership(inner, out Expression? tags, out Expression? item)
            && IsElement(item, element)
            && TryBindProperty(tags, out property))
        {
            PropertyFilter filter = FilterOn(property);
            return all ? filter.ContainsAll(ValuesOf(call, list)) : filter.ContainsAny(ValuesOf(call, list));
        }

        return TranslateEach(call, ValuesOf(call, list), predicate, all);
    }

    /// <summary>Translates a condition on an element of an array.</summary>
    private Filter TranslateElement(Expression condition, ParameterExpression element, PropertyModel array)
    {
        if (_element is not null)
            throw NotSupported(condition);
        _element = (element, array);
        try
        {
            return Translate(condition);
        }
        finally
        {
            _element = null;
        }
    }

    /// <summary><c>wanted.Any(x => r.Name.StartsWith(x))</c>: the condition once for each value of the list.</summary>
    private Filter TranslateEach(Expression node, IEnumerable list, LambdaExpression predicate, bool all)
    {
        var conditions = new List<Filter>();
        foreach (object? value in list)
        {
            if (conditions.Count == MostValuesEach)
            {
                throw new NotSupportedException(
                    $"The list in the part '{node}' of the filter has more than {MostValuesEach} values, each of which would be a "
                    + "condition of its own.");
            }

            conditions.Add(Translate(ParameterReplacer.Replace(predicate.Body, predicate.Parameters[0], value)));
        }

        return all ? Filter.And(conditions) : Filter.Or(conditions);
    }

    private static bool IsElement(Expression expression, ParameterExpression element)
    {
        while (expression != element && PropertyBinding.Unwrap(expression) is { } inner)
        {
            if (!PropertyBinding.KeepsValue(PropertyBinding.Bare(element.Type), PropertyBinding.Bare(expression.Type)))
                return false;
            expression = inner;
        }

        return expression == element;
    }

    private static Expression UnwrapSpan(Expression expression) => expression switch
    {
        { Type.IsByRefLike: true } and UnaryExpression { NodeType: ExpressionType.Convert } conversion => conversion.Operand,
        { Type.IsByRefLike: true } and MethodCallExpression { Method.Name: "op_Implicit", Arguments: [var array] } => array,
        _ => expression,
    };

    private static IEnumerable ValuesOf(Expression node, object? list)
    {
        bool ordinal = list switch
        {
            HashSet<string> set => IsOrdinal(set.Comparer),
            FrozenSet<string> set => IsOrdinal(set.Comparer),
            ImmutableHashSet<string> set => IsOrdinal(set.KeyComparer),
            SortedSet<string> set => Equals(set.Comparer, Comparer<string>.Default) || Equals(set.Comparer, StringComparer.Ordinal),
            _ => true,
        };
        if (!ordinal)
        {
            throw new NotSupportedException(
                $"The set in the part '{node}' of the filter compares its texts in a way of its own; only letter by letter is supported.");
        }

        return list as IEnumerable ?? throw new InvalidOperationException($"The list in the part '{node}' of the filter is null.");
    }

    private static bool IsOrdinal(IEqualityComparer<string>? comparer) =>
        comparer is null || Equals(comparer, EqualityComparer<string>.Default) || Equals(comparer, StringComparer.Ordinal);
}
