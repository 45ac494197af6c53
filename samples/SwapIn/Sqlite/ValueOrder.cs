namespace Zvec.Samples.SwapIn.Sqlite;

/// <summary>The order of values of one type: texts by their characters' numbers, which no culture changes.</summary>
internal sealed class ValueOrder : IComparer<object?>
{
    public static ValueOrder Instance { get; } = new();

    public int Compare(object? x, object? y) =>
        x is string one && y is string other ? string.CompareOrdinal(one, other) : Comparer<object>.Default.Compare(x, y);
}
