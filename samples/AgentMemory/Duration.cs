using System.Globalization;

namespace Zvec.Samples.AgentMemory;

/// <summary>A time as the command line has it: <c>30m</c>, <c>12h</c>, <c>7d</c>, <c>2w</c>.</summary>
internal static class Duration
{
    private const int MostDays = 36_500;

    /// <returns>Null when the text is no duration of up to a hundred years.</returns>
    public static TimeSpan? Parse(string text)
    {
        if (text.Length < 2
            || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int count))
            return null;

        double? days = text[^1] switch
        {
            'm' => count / 1_440.0,
            'h' => count / 24.0,
            'd' => count,
            'w' => count * 7.0,
            _ => null,
        };
        return days is > 0 and <= MostDays ? TimeSpan.FromDays(days.Value) : null;
    }
}
