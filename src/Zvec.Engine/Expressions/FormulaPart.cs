namespace Zvec.Engine.Expressions;

/// <summary>A part of a formula that knows its type.</summary>
/// <param name="Kind">What can be done with its values.</param>
/// <param name="Type">The type of its values, where <paramref name="Kind"/> does not say it.</param>
/// <param name="Evaluate">Computes a value from those of the fields: a boxed <see cref="System.Int128"/> for an integer, else a value as a
/// field holds it; null for none.</param>
internal sealed record FormulaPart(FormulaKind Kind, DataType Type, Func<object?[], object?> Evaluate)
{
    /// <summary>A value that is the same everywhere.</summary>
    public static FormulaPart Constant(FormulaKind kind, object? value) => new(kind, default, _ => value);
}
