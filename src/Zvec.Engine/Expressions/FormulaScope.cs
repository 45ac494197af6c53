using Zvec.Engine.Schema;

namespace Zvec.Engine.Expressions;

/// <summary>The names that a formula may use, and those that it does.</summary>
/// <param name="schema">The schema of the documents.</param>
internal sealed class FormulaScope(CollectionSchema schema)
{
    private readonly List<FieldSchema> _inputs = [];

    /// <summary>The fields that were used, in the order of the values that a term is given; the key comes before them.</summary>
    public IReadOnlyList<FieldSchema> Inputs => _inputs;

    /// <summary>A field, or the key, by its name.</summary>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.InvalidArgument"/>: there is none of that name.</exception>
    public FormulaPart Find(string name)
    {
        if (name == schema.KeyName)
        {
            return schema.Key switch
            {
                KeyType.String => new FormulaPart(FormulaKind.Text, default, inputs => inputs[0]),
                KeyType.Guid => new FormulaPart(FormulaKind.Other, DataType.Guid, inputs => inputs[0]),
                _ => new FormulaPart(FormulaKind.Integer, default, inputs => FormulaNumbers.ToInteger(inputs[0]!)),
            };
        }

        if (schema.FindField(name) is not { } field)
        {
            string what = schema.FindVector(name) is null ? "is no field of it" : "is a vector, with which a formula cannot compute";
            throw new ZvecException(
                ZvecErrorCode.InvalidArgument,
                $"The formula does not fit collection '{schema.Name}': '{name}' {what}. Its fields are {schema.DescribeFields()}.");
        }

        int place = _inputs.IndexOf(field) + 1;
        if (place == 0)
        {
            _inputs.Add(field);
            place = _inputs.Count;
        }

        FormulaKind kind = KindOf(field.Type);
        return kind == FormulaKind.Integer
            ? new FormulaPart(kind, field.Type, inputs => inputs[place] is { } value ? FormulaNumbers.ToInteger(value) : null)
            : new FormulaPart(kind, field.Type, inputs => inputs[place]);
    }

    private static FormulaKind KindOf(DataType type) => type switch
    {
        >= DataType.Int8 and <= DataType.UInt64 => FormulaKind.Integer,
        DataType.Float32 or DataType.Float64 => FormulaKind.Double,
        DataType.Decimal => FormulaKind.Decimal,
        DataType.String => FormulaKind.Text,
        DataType.Bool => FormulaKind.Truth,
        _ => FormulaKind.Other,
    };
}
