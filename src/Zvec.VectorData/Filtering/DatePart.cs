using System.Globalization;
using System.Linq.Expressions;
using Zvec.Engine;

namespace Zvec.VectorData.Filtering;

/// <summary>A part of a date or time that never falls while the whole rises, so that every comparison of the part is one of the whole: the
/// year of a date, the date of a time, the hour of a time of day.</summary>
/// <remarks>Months and days come round again and are no such parts, but see <see cref="CalendarDate"/>; nor are those of a
/// <see cref="DateTimeOffset"/>, whose offset counts, but those of its time in UTC are.</remarks>
internal sealed class DatePart
{
    private readonly Func<object, Steps?> _stepsOf;
    private readonly Func<long, object> _toWhole;
    private readonly long _last;

    private DatePart(Expression whole, Func<object, Steps?> stepsOf, Func<long, object> toWhole, long last)
    {
        Whole = whole;
        _stepsOf = stepsOf;
        _toWhole = toWhole;
        _last = last;
    }

    /// <summary>What the part is taken of.</summary>
    public Expression Whole { get; }

    /// <summary>The part that an expression reads; null when it reads none of these.</summary>
    public static DatePart? TryRead(Expression expression)
    {
        while (PropertyBinding.Unwrap(expression) is { } inner)
            expression = inner;
        switch (expression)
        {
            case MethodCallExpression { Method.Name: nameof(DateOnly.FromDateTime), Arguments: [var time] } call
                when call.Method.DeclaringType == typeof(DateOnly):
                return OfTime(time, DayOf);
            case MemberExpression { Expression: { } whole, Member.Name: var name }:
                return name switch
                {
                    nameof(DateTime.Year) when whole.Type == typeof(DateTime) => OfTime(whole, YearOf),
                    nameof(DateTime.Date) when whole.Type == typeof(DateTime) => OfTime(whole, DateOf),
                    nameof(DateTimeOffset.UtcDateTime) when whole.Type == typeof(DateTimeOffset) => OfTime(expression, TimeOf),
                    nameof(DateOnly.Year) when whole.Type == typeof(DateOnly) => OfDay(whole),
                    nameof(TimeOnly.Hour) when whole.Type == typeof(TimeOnly) => OfTimeOfDay(whole),
                    _ => null,
                };
            default:
                return null;
        }
    }

    /// <summary>The comparison of the part with a value as one of the whole; null when the part is not compared with such a
    /// value.</summary>
    public Filter? Compare(PropertyFilter whole, ComparisonOperator comparison, object? value) =>
        value is null || _stepsOf(value) is not { } steps ? null : comparison switch
        {
            ComparisonOperator.Less => Below(whole, steps.First),
            ComparisonOperator.LessOrEqual => Below(whole, steps.Next),
            ComparisonOperator.Greater => From(whole, steps.Next),
            ComparisonOperator.GreaterOrEqual => From(whole, steps.First),
            _ => steps.First < steps.Next ? Filter.And(From(whole, steps.First), Below(whole, steps.Next)) : Filter.None,
        };

    private static DatePart OfTime(Expression whole, Func<object, Steps?> stepsOf)
    {
        long last = DateTime.MaxValue.Ticks;
        return whole is MemberExpression { Member.Name: nameof(DateTimeOffset.UtcDateTime), Expression: { } moment }
            && moment.Type == typeof(DateTimeOffset)
            ? new DatePart(moment, stepsOf, ticks => new DateTimeOffset(ticks, TimeSpan.Zero), last)
            : new DatePart(whole, stepsOf, ticks => new DateTime(ticks), last);
    }

    private static DatePart OfDay(Expression whole) => new(
        whole,
        value => YearOf(value) is { } ticks ? new Steps(Days(ticks.First), Days(ticks.Next)) : null,
        day => DateOnly.FromDayNumber((int)day),
        DateOnly.MaxValue.DayNumber);

    private static DatePart OfTimeOfDay(Expression whole) => new(
        whole,
        value => ToInteger(value) is { } hour ? new Steps(HourStart(hour), HourStart(Math.Min(hour, 24) + 1)) : null,
        ticks => new TimeOnly(ticks),
        TimeOnly.MaxValue.Ticks);

    private static Steps? YearOf(object value) =>
        ToInteger(value) is { } year ? new Steps(YearStart(year), YearStart(Math.Min(year, DateTime.MaxValue.Year) + 1)) : null;

    private static Steps? DateOf(object value)
    {
        if (value is not DateTime time)
            return null;
        long start = time.Date.Ticks;
        return new Steps(start == time.Ticks ? start : start + TimeSpan.TicksPerDay, start + TimeSpan.TicksPerDay);
    }

    private static Steps? DayOf(object value) => value is DateOnly day ? DateOf(day.ToDateTime(default)) : null;

    private static Steps? TimeOf(object value) => value is DateTime time ? new Steps(time.Ticks, time.Ticks + 1) : null;

    private static long YearStart(long year) =>
        year <= DateTime.MinValue.Year ? 0
        : year > DateTime.MaxValue.Year ? long.MaxValue
        : new DateTime((int)year, 1, 1).Ticks;

    private static long HourStart(long hour) => hour <= 0 ? 0 : hour >= 24 ? long.MaxValue : hour * TimeSpan.TicksPerHour;

    private static long Days(long ticks) => ticks == long.MaxValue ? ticks : ticks / TimeSpan.TicksPerDay;

    private static long? ToInteger(object value) => value is sbyte or byte or short or ushort or int or uint or long
        ? Convert.ToInt64(value, CultureInfo.InvariantCulture)
        : null;

    private Filter Below(PropertyFilter whole, long bound) =>
        bound <= 0 ? Filter.None
        : bound > _last ? Filter.Not(whole.IsNull())
        : whole.Compare(ComparisonOperator.Less, _toWhole(bound));

    private Filter From(PropertyFilter whole, long bound) =>
        bound <= 0 ? Filter.Not(whole.IsNull())
        : bound > _last ? Filter.None
        : whole.Compare(ComparisonOperator.GreaterOrEqual, _toWhole(bound));

    /// <summary>Where on the scale of the whole the part becomes a value or more, and where it becomes more.</summary>
    private readonly record struct Steps(long First, long Next);
}
