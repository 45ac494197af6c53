namespace Zvec.VectorData.Mapping;

/// <summary>Refuses options out of their ranges when they are set, where the mistake is.</summary>
internal static class OptionRange
{
    /// <summary>The value, when it is null or in the range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static int? Check(int? value, int lowest, int highest, string name) =>
        value is null || (value >= lowest && value <= highest)
            ? value
            : throw new ArgumentOutOfRangeException(
                name, value, FormattableString.Invariant($"{name} is {value}; use {lowest:N0} to {highest:N0}, or null for the default."));
}
