namespace Zvec.Engine.Columns;

/// <summary>Gathers the values of a field in memory. One thread appends; others read <see cref="Column"/> below the
/// count that was published to them.</summary>
internal abstract class ColumnBuilder
{
    /// <summary>The values so far. The object stays the same while it grows.</summary>
    public abstract Column Column { get; }

    /// <summary>Rows appended so far; for the appending thread.</summary>
    public abstract int Count { get; }

    /// <summary>About how much memory the values take.</summary>
    public abstract long MemoryBytes { get; }

    public static ColumnBuilder Create(DataType type) => PhysicalTypes.KindOf(type) switch
    {
        ColumnKind.Array => new ArrayColumnBuilder(type),
        ColumnKind.Bytes => new BytesColumnBuilder(type),
        _ => PhysicalTypes.Dispatch<FixedFactory, ColumnBuilder>(type, new FixedFactory(type)),
    };

    /// <summary>Appends a row.</summary>
    /// <param name="value">A value of exactly the CLR type that <see cref="DataType"/> names, or null; for an array
    /// type also an array of the nullable type.</param>
    public abstract void Append(object? value);

    /// <summary>Appends a row for each element of an array.</summary>
    public virtual void AppendEach(Array values)
    {
        foreach (object? value in values)
            Append(value);
    }

    private readonly struct FixedFactory(DataType type) : IPhysicalVisitor<ColumnBuilder>
    {
        public ColumnBuilder Visit<T>()
            where T : unmanaged
            => new FixedColumnBuilder<T>(type);
    }
}
