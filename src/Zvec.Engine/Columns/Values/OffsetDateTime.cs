using System.Runtime.InteropServices;

namespace Zvec.Engine.Columns;

/// <summary>A <see cref="DateTimeOffset"/> as columns hold it: the instant, by which values compare, and the offset.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = 16)]
internal readonly struct OffsetDateTime
{
    private readonly long _utcTicks;
    private readonly int _offsetMinutes;
    private readonly int _zero;

    public OffsetDateTime(DateTimeOffset value)
    {
        _utcTicks = value.UtcTicks;
        _offsetMinutes = value.TotalOffsetMinutes;
        _zero = 0;
    }

    /// <summary>The instant, in ticks of 100 ns since the year 1.</summary>
    public long UtcTicks => _utcTicks;

    /// <summary>Whether the numbers are those of a <see cref="DateTimeOffset"/>; always so in an open column.</summary>
    public bool IsValid =>
        _zero == 0
        && _offsetMinutes is >= -14 * 60 and <= 14 * 60
        && (ulong)_utcTicks <= (ulong)DateTime.MaxValue.Ticks
        && (ulong)LocalTicks <= (ulong)DateTime.MaxValue.Ticks;

    private long LocalTicks => _utcTicks + (_offsetMinutes * TimeSpan.TicksPerMinute);

    public DateTimeOffset ToDateTimeOffset() => new(LocalTicks, new TimeSpan(_offsetMinutes * TimeSpan.TicksPerMinute));
}
