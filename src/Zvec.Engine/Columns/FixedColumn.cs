namespace Zvec.Engine.Columns;

/// <summary>A column whose values all take the same number of bytes.</summary>
/// <typeparam name="T">The form in which the values lie in memory and on disk; <see cref="PhysicalTypes"/> says which
/// belongs to a type.</typeparam>
internal abstract class FixedColumn<T> : Column
    where T : unmanaged
{
    /// <summary>The value of a row; the default value where it is null.</summary>
    public abstract T this[int row] { get; }

    /// <summary>The values from row <paramref name="start"/> on that lie one after another in memory: at least one, at
    /// most <paramref name="count"/>.
    /// Null rows hold the default value.</summary>
    public abstract ReadOnlySpan<T> Run(int start, int count);

    public sealed override object? GetValue(int row) => IsNull(row) ? null : PhysicalTypes.ToObject(Type, this[row]);
}
