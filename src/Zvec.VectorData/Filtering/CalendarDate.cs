using System.Linq.Expressions;

namespace Zvec.VectorData.Filtering;

/// <summary>Year, month and perhaps day that conditions name together: a range of dates, which a month or day alone is not.</summary>
internal sealed class CalendarDate
{
    private readonly Expression _whole;
    private readonly Dictionary<string, int> _parts = [];

    private CalendarDate(Expression whole) => _whole = whole;

    /// <summary>Whether an expression reads a part of a date that is no range for itself.</summary>
    public static bool IsRecurring(Expression expression) =>
        WholeOf(expression, out string? part) is not null && part is nameof(DateTime.Month) or nameof(DateTime.Day);

    /// <summary>Takes the conditions that name parts of one date out of a list, from one of them on, when they make a range
    /// together.</summary>
    /// <param name="conditions">Conditions that all have to hold, in order.</param>
    /// <param name="first">The first to look at.</param>
    /// <returns>Comparisons of the date that say the same; none when there is no such date, in which case nothing is taken.</returns>
    public static IReadOnlyList<Expression> Take(List<Expression> conditions, int first)
    {
        if (TryRead(conditions[first], out Expression? whole, out _, out _) is false)
            return [];
        var date = new CalendarDate(whole!);
        var taken = new List<int>();
        for (int i = first; i < conditions.Count; i++)
        {
            // what does not depend on the record may be there to keep what follows from being evaluated
            if (!ParameterUse.Mentions(conditions[i]))
                break;
            if (TryRead(conditions[i], out Expression? other, out string? part, out int value)
                && AreSame(date._whole, other!)
                && date._parts.TryAdd(part!, value))
            {
                taken.Add(i);
            }
        }

        if (!date._parts.ContainsKey(nameof(DateTime.Year)) || !date._parts.ContainsKey(nameof(DateTime.Month)))
            return [];
        for (int i = taken.Count - 1; i >= 0; i--)
            conditions.RemoveAt(taken[i]);
        return date.ToComparisons();
    }

    private static bool TryRead(Expression condition, out Expression? whole, out string? part, out int value)
    {
        (whole, part, value) = (null, null, 0);
        if (condition is not BinaryExpression { NodeType: ExpressionType.Equal, Left: var left, Right: var right })
            return false;
        if (WholeOf(left, out part) is null)
            (left, right) = (right, left);
        whole = WholeOf(left, out part);
        if (whole is null || !ConstantEvaluator.TryEvaluate(right, out object? constant) || constant is not int number)
            return false;
        value = number;
        return true;
    }

    /// <summary>What an expression reads year, month or day of; null when it reads none of these.</summary>
    private static Expression? WholeOf(Expression expression, out string? part)
    {
        part = null;
        if (expression is not MemberExpression { Expression: { } whole, Member.Name: var name }
            || (whole.Type != typeof(DateTime) && whole.Type != typeof(DateOnly))
            || name is not (nameof(DateTime.Year) or nameof(DateTime.Month) or nameof(DateTime.Day)))
        {
            return null;
        }

        part = name;
        return whole;
    }

    private static bool AreSame(Expression one, Expression other) => (one, other) switch
    {
        (ParameterExpression, ParameterExpression) => one == other,
        (MemberExpression { Expression: { } inner } first, MemberExpression { Expression: { } otherInner } second) =>
            first.Member == second.Member && AreSame(inner, otherInner),
        (UnaryExpression first, UnaryExpression second) =>
            first.NodeType == second.NodeType && first.Type == second.Type && AreSame(first.Operand, second.Operand),
        (MethodCallExpression { Object: { } instance } first, MethodCallExpression { Object: { } otherInstance } second) =>
            first.Method == second.Method
            && AreSame(instance, otherInstance)
            && first.Arguments.Zip(second.Arguments).All(pair => AreSame(pair.First, pair.Second)),
        (ConstantExpression first, ConstantExpression second) => Equals(first.Value, second.Value),
        _ => false,
    };

    private IReadOnlyList<Expression> ToComparisons()
    {
        (int year, int month) = (_parts[nameof(DateTime.Year)], _parts[nameof(DateTime.Month)]);
        if (year is < 1 or > 9999 || month is < 1 or > 12)
            return [Expression.Constant(false)];
        int days = DateTime.DaysInMonth(year, month);
        bool isDay = _parts.TryGetValue(nameof(DateTime.Day), out int day);
        if (isDay && (day < 1 || day > days))
            return [Expression.Constant(false)];
        var start = new DateOnly(year, month, isDay ? day : 1);
        int length = isDay ? 1 : days;
        Expression from = Expression.GreaterThanOrEqual(_whole, Value(start));
        return start.DayNumber + length > DateOnly.MaxValue.DayNumber
            ? [from]
            : [from, Expression.LessThan(_whole, Value(start.AddDays(length)))];
    }

    private ConstantExpression Value(DateOnly day) =>
        _whole.Type == typeof(DateOnly) ? Expression.Constant(day) : Expression.Constant(day.ToDateTime(default));
}
