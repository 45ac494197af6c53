using Zvec.Engine.Documents;

namespace Zvec.Engine.Expressions;

/// <summary>A value that a function of the program computes.</summary>
internal sealed class FunctionExpression(Func<Document, object?> compute) : FieldExpression
{
    internal override BoundExpression Bind(CollectionSchema schema, FieldSchema target) => new Bound(schema, target, compute);

    private sealed class Bound(CollectionSchema schema, FieldSchema target, Func<Document, object?> compute)
        : BoundExpression(schema, target)
    {
        private readonly FieldSchema[] _fields = [.. schema.Fields];

        public override IReadOnlyList<FieldSchema> Inputs => _fields;

        protected override object? Compute(DocumentKey key, object?[] inputs)
        {
            var document = new Document(key, inputs.Length);
            for (int i = 0; i < inputs.Length; i++)
                document[_fields[i].Name] = inputs[i];
            return compute(document) is { } value ? Fit(key, value) : null;
        }
    }
}
