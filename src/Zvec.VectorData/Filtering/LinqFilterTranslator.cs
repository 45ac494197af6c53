using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using Microsoft.Extensions.VectorData.ProviderServices;
using Microsoft.Extensions.VectorData.ProviderServices.Filter;
using Zvec.Engine;

namespace Zvec.VectorData.Filtering;

/// <summary>Translates a filter written as a C# expression into one of the engine's.</summary>
/// <remarks>
/// The outcome is what C# would find for each record: <c>!=</c> and <c>!</c> match nulls. Where C# would throw on a null, such as
/// <c>r.Tags.Contains("x")</c> without tags, the record does not match. Texts are compared letter by letter. One use, one thread.
/// </remarks>
internal sealed partial class LinqFilterTranslator : FilterTranslatorBase
{
    /// <summary>While the condition of an <c>Any</c> or <c>All</c> is translated, what stands for the element, and of which
    /// array.</summary>
    private (ParameterExpression Parameter, PropertyModel Array)? _element;

    /// <summary>Translates the filter of a record's model.</summary>
    /// <exception cref="NotSupportedException">The expression has a part that cannot be translated; the message names it.</exception>
    /// <exception cref="InvalidOperationException">The expression reads a property that the model does not have, or a value of
    /// null.</exception>
    public Filter Translate(LambdaExpression filter, CollectionModel model) =>
        Translate(PreprocessFilter(filter, model, new FilterPreprocessingOptions()));

    /// <summary>Binds what is compared: a property of the record, or, in a condition on the elements of an array, the element.</summary>
    protected override bool TryBindProperty(Expression expression, [NotNullWhen(true)] out PropertyModel? propertyModel)
    {
        if (_element is { } element)
            propertyModel = IsElement(expression, element.Parameter) ? element.Array : null;
        else
            propertyModel = PropertyBinding.TryBind(expression, Model, RecordParameter);
        return propertyModel is not null;
    }

    private PropertyFilter FilterOn(PropertyModel property) => new(property, ofElement: _element is not null);

    private static NotSupportedException NotSupported(Expression node) =>
        new($"The part '{node}' of the filter (a node of type {node.NodeType}) is not supported.");

    private Filter Translate(Expression node)
    {
        if (node.Type != typeof(bool) && PropertyBinding.Bare(node.Type) != typeof(bool) && node.Type != typeof(object))
            throw NotSupported(node);

        if (ConstantEvaluator.TryEvaluate(node, out object? constant))
            return constant is true ? Filter.All : Filter.None;

        switch (node)
        {
            case BinaryExpression { NodeType: ExpressionType.AndAlso or ExpressionType.And } and:
                return TranslateAnd(and);
            case BinaryExpression { NodeType: ExpressionType.OrElse or ExpressionType.Or } or:
                return TranslateOr(or);
            case BinaryExpression { NodeType: ExpressionType.Coalesce } coalesce:
                return TranslateCoalesce(coalesce);
            case BinaryExpression binary
                when ComparisonOperators.TryGet(binary.NodeType, out ComparisonOperator comparison, out bool negated):
                Filter compared = TranslateComparison(binary, comparison);
                return negated ? Filter.Not(compared) : compared;
            case UnaryExpression { NodeType: ExpressionType.Not } not:
                return Filter.Not(Translate(not.Operand));
            case ConditionalExpression choice:
                Filter test = Translate(choice.Test);
                return Filter.Or(Filter.And(test, Translate(choice.IfTrue)), Filter.And(Filter.Not(test), Translate(choice.IfFalse)));
            case MemberExpression { Member.Name: nameof(Nullable<int>.HasValue), Expression: { } nullable }
                when Nullable.GetUnderlyingType(nullable.Type) is not null && TryBindProperty(nullable, out PropertyModel? tested):
                return Filter.Not(FilterOn(tested).IsNull());
            case MethodCallExpression call when TranslateCall(call) is { } filter:
                return filter;
        }

        if (TryBindProperty(node, out PropertyModel? property)
            && (_element is not null || PropertyBinding.Bare(property.Type) == typeof(bool)))
            return FilterOn(property).IsTrue();

        // A conversion around a condition, such as to a nullable bool.
        return PropertyBinding.Unwrap(node) is { } inner && inner != node ? Translate(inner) : throw NotSupported(node);
    }

    private Filter TranslateAnd(BinaryExpression and)
    {
        if (and.NodeType == ExpressionType.And)
            return Filter.And(Translate(and.Left), Translate(and.Right));

        var conditions = new List<Expression>();
        AddConditions(and, conditions);
        var filters = new List<Filter>();
        for (int i = 0; i < conditions.Count; i++)
        {
            IReadOnlyList<Expression> range = CalendarDate.Take(conditions, i);
            conditions.InsertRange(i, range);
            if (!ConstantEvaluator.TryEvaluate(conditions[i], out object? constant))
                filters.Add(Translate(conditions[i]));
            else if (constant is not true)
                return Filter.None; // C# does not evaluate what follows
        }

        return filters switch
        {
            [] => Filter.All,
            [var only] => only,
            _ => Filter.And([.. filters]),
        };
    }

    /// <summary>Lists the conditions that <c>&amp;&amp;</c> joins, in order.</summary>
    private static void AddConditions(Expression node, List<Expression> conditions)
    {
        if (node is BinaryExpression { NodeType: ExpressionType.AndAlso } and)
        {
            AddConditions(and.Left, conditions);
            AddConditions(and.Right, conditions);
        }
        else
        {
            conditions.Add(node);
        }
    }

    // C# does not evaluate the right side when the left one decides: "names == null || names.Contains(r.Name)".
    private Filter TranslateOr(BinaryExpression or)
    {
        if (or.NodeType == ExpressionType.OrElse && ConstantEvaluator.TryEvaluate(or.Left, out object? left))
            return left is true ? Filter.All : Translate(or.Right);

        return Filter.Or(Translate(or.Left), Translate(or.Right));
    }

    /// <summary><c>r.Flag ?? true</c>: a condition that may be null.</summary>
    private Filter TranslateCoalesce(BinaryExpression coalesce)
    {
        if (!TryBindProperty(coalesce.Left, out PropertyModel? property)
            || !ConstantEvaluator.TryEvaluate(coalesce.Right, out object? otherwise))
            throw NotSupported(coalesce);

        PropertyFilter filter = FilterOn(property);
        return otherwise is true ? Filter.Or(filter.IsTrue(), filter.IsNull()) : filter.IsTrue();
    }
}
