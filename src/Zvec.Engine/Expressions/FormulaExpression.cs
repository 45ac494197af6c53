using Zvec.Engine.Documents;

namespace Zvec.Engine.Expressions;

/// <summary>A value that a formula gives.</summary>
/// <param name="text">The formula, for messages.</param>
/// <param name="builder">What it says.</param>
internal sealed class FormulaExpression(string text, FormulaBuilder builder) : FieldExpression
{
    internal override BoundExpression Bind(CollectionSchema schema, FieldSchema target)
    {
        var scope = new FormulaScope(schema);
        FormulaPart term = builder(scope);
        if (!FormulaParts.Fits(term, target.Type))
        {
            throw new ZvecException(
                ZvecErrorCode.InvalidArgument,
                $"The formula '{text}' is {FormulaParts.Describe(term)}, and field '{target.Name}' of collection '{schema.Name}' is "
                    + $"{target.Type}.");
        }

        return new Bound(schema, target, scope.Inputs, term);
    }

    private sealed class Bound(CollectionSchema schema, FieldSchema target, IReadOnlyList<FieldSchema> inputs, FormulaPart term)
        : BoundExpression(schema, target)
    {
        private readonly object?[] _values = new object?[inputs.Count + 1];

        public override IReadOnlyList<FieldSchema> Inputs => inputs;

        protected override object? Compute(DocumentKey key, object?[] inputs)
        {
            _values[0] = key.Value;
            inputs.CopyTo(_values, 1);
            return term.Evaluate(_values) switch
            {
                null => null,
                Int128 number => Store(key, number),
                double number when Target.Type == DataType.Float32 => (float)number,
                float number when Target.Type == DataType.Float64 => (double)number,
                { } value => Fit(key, value),
            };
        }

        /// <summary>An integer in the field's type; in a floating-point field the nearest number.</summary>
        private object Store(DocumentKey key, Int128 number)
        {
            switch (Target.Type)
            {
                case DataType.Float32:
                    return (float)number;
                case DataType.Float64:
                    return (double)number;
                case DataType.Decimal:
                    return (decimal)number;
                default:
                    if (number < long.MinValue || number > ulong.MaxValue)
                        throw Refused(key, $"would be {number}, which {Target.Type} cannot hold");
                    return number < 0 ? Fit(key, (long)number) : Fit(key, (ulong)number);
            }
        }
    }
}
