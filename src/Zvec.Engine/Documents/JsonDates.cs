using System.Globalization;

namespace Zvec.Engine.Documents;

/// <summary>Dates and times as the text that <see cref="DocumentJson"/> describes.</summary>
internal static class JsonDates
{
    private const string Local = "[local]";
    private const string Whole = "yyyy-MM-ddTHH:mm:ss.FFFFFFF";

    private static readonly string[] DateTimes =
    [
        "yyyy-MM-ddTHH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK", "yyyy-MM-ddTHH:mmK", "yyyy-MM-dd HH:mmK", "yyyy-MM-dd",
    ];

    private static readonly string[] Times = ["HH:mm:ss.FFFFFFF", "HH:mm"];

    public static string Write(DateTime value)
    {
        string text = value.ToString(Whole, CultureInfo.InvariantCulture);
        return value.Kind switch
        {
            DateTimeKind.Utc => text + "Z",
            DateTimeKind.Local => text + Local,
            _ => text,
        };
    }

    public static string Write(DateTimeOffset value) => value.ToString(Whole + "zzz", CultureInfo.InvariantCulture);

    public static string Write(DateOnly value) => value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Write(TimeOnly value) => value.ToString(Times[0], CultureInfo.InvariantCulture);

    public static bool TryRead(string text, out DateTime value)
    {
        // a local time is taken as it stands, because converting it would depend on the machine
        if (text.EndsWith(Local, StringComparison.Ordinal))
        {
            bool isPlain = TryExact(text[..^Local.Length], out value) && value.Kind == DateTimeKind.Unspecified;
            value = DateTime.SpecifyKind(value, DateTimeKind.Local);
            return isPlain;
        }

        return TryExact(text, out value);
    }

    public static bool TryRead(string text, out DateTimeOffset value)
    {
        value = default;
        return HasOffset(text)
            && DateTimeOffset.TryParseExact(text, DateTimes, CultureInfo.InvariantCulture, DateTimeStyles.None, out value);
    }

    public static bool TryRead(string text, out DateOnly value) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out value);

    public static bool TryRead(string text, out TimeOnly value) =>
        TimeOnly.TryParseExact(text, Times, CultureInfo.InvariantCulture, DateTimeStyles.None, out value);

    private static bool TryExact(string text, out DateTime value) =>
        DateTime.TryParseExact(text, DateTimes, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out value);

    // without one, the platform would silently take the machine's
    private static bool HasOffset(string text) =>
        text.Length > 16 && (text[^1] == 'Z' || (text[^6] is '+' or '-' && text[^3] == ':'));
}
