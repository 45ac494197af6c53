using Zvec.Engine.Documents;

namespace Zvec.Engine.Expressions;

/// <summary>Computes the values of one field from those of others. One thread at a time uses it.</summary>
/// <param name="schema">The schema of the documents.</param>
/// <param name="target">The field whose values are computed.</param>
internal abstract class BoundExpression(CollectionSchema schema, FieldSchema target)
{
    /// <summary>The fields whose values are needed.</summary>
    public abstract IReadOnlyList<FieldSchema> Inputs { get; }

    /// <summary>The field whose values are computed.</summary>
    protected FieldSchema Target => target;

    /// <summary>The value of one document, exactly of the field's type.</summary>
    /// <param name="key">The document's key.</param>
    /// <param name="inputs">The values of <see cref="Inputs"/>.</param>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.InvalidArgument"/>: there is none that the field can have.</exception>
    public object? Evaluate(DocumentKey key, object?[] inputs)
    {
        object? value;
        try
        {
            value = Compute(key, inputs);
        }
        catch (ArithmeticException exception)
        {
            throw Refused(key, $"cannot be computed ({exception.Message})");
        }

        if (value is null && !target.Nullable)
            throw Refused(key, "would be null, which the field does not allow");
        return value;
    }

    /// <summary>Computes a value; null for none.</summary>
    protected abstract object? Compute(DocumentKey key, object?[] inputs);

    /// <summary>A value in exactly the field's type.</summary>
    protected object Fit(DocumentKey key, object value) =>
        FieldValues.Normalize(target.Type, value, out string? problem)
        ?? throw Refused(
            key,
            problem ?? $"would be {FieldValues.Describe(value)} of type {value.GetType()}, which {target.Type} cannot hold exactly");

    /// <summary>Says of which document a value cannot be.</summary>
    protected ZvecException Refused(DocumentKey key, string what) => new(
        ZvecErrorCode.InvalidArgument,
        $"The value of field '{target.Name}' of document {key} in collection '{schema.Name}' {what}. Nothing was changed.");
}
