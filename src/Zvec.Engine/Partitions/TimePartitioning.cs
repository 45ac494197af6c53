using System.Globalization;
using System.Text.Json;

namespace Zvec.Engine.Partitions;

/// <summary>See <see cref="PartitionBy.Time"/>.</summary>
internal sealed class TimePartitioning : FieldPartitioning
{
    public const string Kind = "time";

    private readonly PartitionPeriod _period;

    public TimePartitioning(string field, PartitionPeriod period)
        : base(field)
    {
        if (!Enum.IsDefined(period))
            throw new ZvecException(ZvecErrorCode.InvalidArgument, $"Partitions of the period {period} were asked for, which is none.");
        _period = period;
    }

    public override bool IsByValue => false;

    protected override string Types => _period == PartitionPeriod.Hour
        ? "a field of type DateTime or DateTimeOffset"
        : "a field of type DateTime, DateTimeOffset or DateOnly";

    private string Form => _period switch
    {
        PartitionPeriod.Year => "yyyy",
        PartitionPeriod.Month => "yyyy-MM",
        PartitionPeriod.Day => "yyyy-MM-dd",
        _ => "yyyy-MM-dd'T'HH",
    };

    public override bool TryGetBounds(DataType type, string name, out object? first, out object? last)
    {
        first = last = null;
        if (name == NoneName)
            return true;
        if (!DateTime.TryParseExact(name, Form, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime begin))
            return false;
        DateTime end = EndOf(begin);
        (first, last) = type switch
        {
            DataType.DateTime => (begin, end),
            DataType.DateTimeOffset => (new DateTimeOffset(begin, TimeSpan.Zero), new DateTimeOffset(end, TimeSpan.Zero)),
            _ => ((object)DateOnly.FromDateTime(begin), (object)DateOnly.FromDateTime(end)),
        };
        return true;
    }

    internal override PartitionBy Renamed(string field, string newName) =>
        field == FieldName ? new TimePartitioning(newName, _period) : this;

    internal override void Write(Utf8JsonWriter json)
    {
        json.WriteString("kind", Kind);
        json.WriteString("field", FieldName);
        json.WriteString("period", _period.ToString());
    }

    protected override bool Takes(DataType type) => type is DataType.DateTime or DataType.DateTimeOffset
        || (type == DataType.DateOnly && _period != PartitionPeriod.Hour);

    protected override string NameOf(object value)
    {
        DateTime time = value switch
        {
            DateTime given => given,
            DateTimeOffset given => given.UtcDateTime,
            DateOnly given => given.ToDateTime(TimeOnly.MinValue),
            _ => throw new ArgumentException($"A {value.GetType()} names no partition.", nameof(value)),
        };
        return time.ToString(Form, CultureInfo.InvariantCulture);
    }

    /// <summary>The last moment of a period; counted in ticks, as the last period that there is has no end.</summary>
    private DateTime EndOf(DateTime begin)
    {
        long ticks = _period switch
        {
            PartitionPeriod.Year => (DateTime.IsLeapYear(begin.Year) ? 366 : 365) * TimeSpan.TicksPerDay,
            PartitionPeriod.Month => DateTime.DaysInMonth(begin.Year, begin.Month) * TimeSpan.TicksPerDay,
            PartitionPeriod.Day => TimeSpan.TicksPerDay,
            _ => TimeSpan.TicksPerHour,
        };
        return begin.AddTicks(ticks - 1);
    }
}
