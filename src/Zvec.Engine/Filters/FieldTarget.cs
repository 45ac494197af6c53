using System.Diagnostics;
using System.Globalization;
using Zvec.Engine.Columns;

namespace Zvec.Engine.Filters;

/// <summary>What a name in a filter or an ordering stands for.</summary>
/// <param name="Name">The name.</param>
/// <param name="Type">The type of the values.</param>
/// <param name="Id">The field's id, or <see cref="FilterBinder.KeyField"/>.</param>
internal readonly record struct FieldTarget(string Name, DataType Type, int Id)
{
    private const int NamesShown = 20;

    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.InvalidArgument"/>: the collection has no such field, or it is a
    /// vector.</exception>
    public static FieldTarget Find(CollectionSchema schema, string name)
    {
        if (schema.FindField(name) is { } field)
        {
            Debug.Assert(field.Id != FilterBinder.KeyField, "A collection gives its fields their ids before it is queried.");
            return new FieldTarget(name, field.Type, field.Id);
        }

        if (name == schema.KeyName)
            return new FieldTarget(name, PhysicalTypes.OfKey(schema.Key), FilterBinder.KeyField);

        string[] names = [schema.KeyName, .. schema.Fields.Select(known => known.Name)];
        string shown = string.Join(", ", names.Take(NamesShown).Select(known => $"'{known}'"));
        if (names.Length > NamesShown)
            shown += string.Create(CultureInfo.InvariantCulture, $" and {names.Length - NamesShown} more");
        throw new ZvecException(
            ZvecErrorCode.InvalidArgument,
            schema.FindVector(name) is null
                ? $"Collection '{schema.Name}' has no field '{name}'; it has {shown}."
                : $"'{name}' of collection '{schema.Name}' is a vector, by which nothing can be filtered or ordered; use one of {shown}.");
    }

    /// <summary>The field as the subject of a message.</summary>
    public string Describe(CollectionSchema schema) => $"Field '{Name}' of collection '{schema.Name}', of type {Type},";
}
