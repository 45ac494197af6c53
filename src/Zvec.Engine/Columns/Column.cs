namespace Zvec.Engine.Columns;

/// <summary>The values of one field, or of the key, in one segment: a value or null in each row.</summary>
/// <remarks>A column in memory grows while it is read: a reader touches only rows below the count that its snapshot was published with.</remarks>
internal abstract class Column
{
    /// <summary>The type of the values.</summary>
    public abstract DataType Type { get; }

    public abstract bool IsNull(int row);

    /// <summary>The value as an object of the CLR type that <see cref="DataType"/> names, or null.</summary>
    public abstract object? GetValue(int row);
}
