using Zvec.Engine.Documents;
using Zvec.Engine.Schema;

namespace Zvec.Engine.Expressions;

/// <summary>The same value for every document.</summary>
internal sealed class ConstantExpression(object value) : FieldExpression
{
    internal override BoundExpression Bind(CollectionSchema schema, FieldSchema target)
    {
        object? normal = FieldValues.Normalize(target.Type, value, out string? problem);
        if (normal is not null)
            return new Bound(schema, target, normal);
        throw new ZvecException(
            ZvecErrorCode.InvalidArgument,
            problem is not null
                ? $"The constant for field '{target.Name}' of collection '{schema.Name}' {problem}."
                : $"Field '{target.Name}' of collection '{schema.Name}' is {target.Type} and was given the constant "
                    + $"{FieldValues.Describe(value)} of type {value.GetType()}; use {target.Type.ClrType()}.");
    }

    private sealed class Bound(CollectionSchema schema, FieldSchema target, object value) : BoundExpression(schema, target)
    {
        public override IReadOnlyList<FieldSchema> Inputs => [];

        protected override object? Compute(DocumentKey key, object?[] inputs) => value;
    }
}
