namespace Zvec.Engine.Columns;

/// <summary>A column of arrays: the elements of all rows stand one after another in a column of their own.</summary>
internal abstract class ArrayColumn : Column
{
    /// <summary>The elements; an element may be null.</summary>
    public abstract Column Elements { get; }

    /// <summary>Which of the <see cref="Elements"/> are a row's; none where the row is null.</summary>
    public abstract void Range(int row, out int start, out int length);

    public sealed override object? GetValue(int row)
    {
        if (IsNull(row))
            return null;
        Range(row, out int start, out int length);
        return ArrayValues.ToObject(Elements, start, length);
    }
}
