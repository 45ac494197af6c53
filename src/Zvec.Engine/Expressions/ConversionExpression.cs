using Zvec.Engine.Documents;
using Zvec.Engine.Schema;

namespace Zvec.Engine.Expressions;

/// <summary>The values of a field in another type, each exactly.</summary>
internal sealed class ConversionExpression : BoundExpression
{
    private readonly FieldSchema _source;

    /// <param name="schema">The schema of the documents.</param>
    /// <param name="source">The field as it is.</param>
    /// <param name="target">The field as it is to be.</param>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.InvalidArgument"/>: no value of the one type is one of the
    /// other.</exception>
    public ConversionExpression(CollectionSchema schema, FieldSchema source, FieldSchema target)
        : base(schema, target)
    {
        _source = source;
        if (!ValueConversion.Exists(source.Type, target.Type))
        {
            throw new ZvecException(
                ZvecErrorCode.InvalidArgument,
                $"Field '{source.Name}' of collection '{schema.Name}' is {source.Type} and cannot become {target.Type}. "
                    + "Add another field with an expression, and drop this one.");
        }
    }

    public override IReadOnlyList<FieldSchema> Inputs => [_source];

    protected override object? Compute(DocumentKey key, object?[] inputs)
    {
        if (inputs[0] is not { } value)
            return null;
        return ValueConversion.Convert(value, Target.Type)
            ?? throw Refused(key, $"is {FieldValues.Describe(value)}, which {Target.Type} cannot hold exactly");
    }
}
