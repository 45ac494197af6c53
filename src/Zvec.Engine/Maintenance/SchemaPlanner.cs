using Zvec.Engine.Columns;
using Zvec.Engine.Expressions;
using Zvec.Engine.Schema;

namespace Zvec.Engine.Maintenance;

/// <summary>Says what a request to change the schema comes to, and refuses what cannot be. Whatever alters stored bytes gets a new
/// identifier, so that the files of before serve readers, and a crash, until those of after take their place.</summary>
internal static class SchemaPlanner
{
    /// <summary>Adds a field.</summary>
    public static SchemaChange Add(CollectionSchema schema, FieldSchema field, FieldExpression? values)
    {
        ThrowIfTaken(schema, field.Name);
        if (values is null)
            ThrowUnlessNullable(schema, field.Name, field.Nullable, "Make the field nullable, or give its values by a FieldExpression.");
        CollectionSchema changed = schema.Adding(field);
        SchemaValidator.Validate(changed);
        FieldSchema added = changed.Fields[^1];
        return new SchemaChange(changed)
        {
            Fields = values is null ? [] : [new FieldRewrite(added, Source: null, values.Bind(schema, added))],
        };
    }

    /// <summary>Adds a vector field.</summary>
    public static SchemaChange Add(CollectionSchema schema, VectorSchema vector)
    {
        ThrowIfTaken(schema, vector.Name);
        ThrowUnlessNullable(schema, vector.Name, vector.Nullable, "Make the field nullable.");
        CollectionSchema changed = schema.Adding(vector);
        SchemaValidator.Validate(changed);
        return new SchemaChange(changed);
    }

    /// <summary>Drops a field or vector field.</summary>
    public static SchemaChange Drop(CollectionSchema schema, string name)
    {
        ThrowIfMissing(schema, name, "drop");
        CollectionSchema changed = schema.Without(name);
        SchemaValidator.Validate(changed);
        return new SchemaChange(changed) { Removes = true };
    }

    /// <summary>Renames a field or vector field.</summary>
    public static SchemaChange? Rename(CollectionSchema schema, string name, string newName)
    {
        ThrowIfMissing(schema, name, "rename");
        if (name == newName)
            return null;
        ThrowIfTaken(schema, newName);
        CollectionSchema changed = schema.FindField(name) is { } field
            ? schema.Replacing(field, field.With(newName))
            : schema.Replacing(schema.FindVector(name)!, schema.FindVector(name)!.With(newName));
        SchemaValidator.Validate(changed);
        return new SchemaChange(changed);
    }

    /// <summary>Gives a field an index, in place of the one that it has.</summary>
    public static SchemaChange? Index(CollectionSchema schema, string name, FieldIndexOptions index)
    {
        FieldSchema existing = schema.FindField(name) ?? throw Missing(schema, name, "index");
        return Alter(schema, existing, existing.With(index));
    }

    /// <summary>Gives a vector field an index, in place of the one that it has.</summary>
    public static SchemaChange? Index(CollectionSchema schema, string name, VectorIndexOptions index)
    {
        VectorSchema existing = schema.FindVector(name) ?? throw Missing(schema, name, "index");
        return Alter(schema, existing, existing.With(index));
    }

    /// <summary>Takes the index of a field or vector field away.</summary>
    public static SchemaChange? Unindex(CollectionSchema schema, string name)
    {
        if (schema.FindField(name) is { } existing)
            return Alter(schema, existing, existing.With(index: null));
        VectorSchema vector = schema.FindVector(name) ?? throw Missing(schema, name, "take the index from");
        return Alter(schema, vector, vector.With(new FlatIndexOptions { Metric = vector.Index.Metric }));
    }

    /// <summary>Gives a field another type, name, index, or rule for nulls.</summary>
    public static SchemaChange? Alter(CollectionSchema schema, FieldSchema existing, FieldSchema wanted)
    {
        if (wanted.Name != existing.Name)
            ThrowIfTaken(schema, wanted.Name);
        bool sameIndex = Equals(wanted.Index, existing.Index);
        if (wanted.Name == existing.Name && wanted.Type == existing.Type && wanted.Nullable == existing.Nullable && sameIndex)
            return null;
        bool sameValues = wanted.Type == existing.Type && (wanted.Nullable || !existing.Nullable);

        // A text index that was made by other rules is none; any other index is right for as long as it is there.
        bool otherText = existing.Index is TextIndexOptions && wanted.Index is TextIndexOptions && !sameIndex;
        bool keepsFiles = sameValues && !otherText;
        FieldSchema changed = wanted.With(keepsFiles ? existing.Id : schema.NextFieldId);
        CollectionSchema result = schema.Replacing(existing, changed);
        SchemaValidator.Validate(result);
        if (keepsFiles)
            return new SchemaChange(result) { Removes = existing.Index is not null && !sameIndex };
        return new SchemaChange(result)
        {
            Fields =
            [
                sameValues
                    ? new FieldRewrite(changed, existing, Values: null)
                    : new FieldRewrite(changed, Source: null, new ConversionExpression(schema, existing, changed)),
            ],
        };
    }

    /// <summary>Gives a vector field other elements, another name, index, or rule for nulls.</summary>
    public static SchemaChange? Alter(CollectionSchema schema, VectorSchema existing, VectorSchema wanted)
    {
        if (wanted.Name != existing.Name)
            ThrowIfTaken(schema, wanted.Name);
        VectorSchema resolved = wanted.With(existing.Id);
        bool sameIndex = resolved.Index == existing.Index;
        bool sameElements = wanted.Type == existing.Type && wanted.Dimensions == existing.Dimensions;
        if (wanted.Name == existing.Name && sameElements && wanted.Nullable == existing.Nullable && sameIndex)
            return null;
        bool isSparse = existing.Type == VectorType.Sparse && wanted.Type == VectorType.Sparse;
        bool otherDimensions = wanted.Dimensions != existing.Dimensions && !isSparse;
        if (otherDimensions || (!sameElements && !isSparse && !ConvertedVectorColumn.CanConvert(existing.Type, wanted.Type)))
        {
            throw new ZvecException(
                otherDimensions ? ZvecErrorCode.DimensionMismatch : ZvecErrorCode.InvalidArgument,
                $"Vector '{existing.Name}' of collection '{schema.Name}' has {existing.Dimensions} dimensions of {existing.Type} and "
                    + $"cannot get {wanted.Dimensions} of {wanted.Type}. Add another vector field, and drop this one.");
        }

        // Without codes and graph of before, others can be built beside the same vectors. Of sparse vectors there is one kind of index,
        // which is right for as long as it is there.
        bool keepsFiles = (wanted.Nullable || !existing.Nullable)
            && (isSparse ? IsNoTighter(wanted, existing) : sameElements
                && (sameIndex || (existing.Index is FlatIndexOptions && VectorRowLayout.For(existing) == VectorRowLayout.For(resolved))));
        VectorSchema changed = keepsFiles ? resolved : wanted.With(schema.NextFieldId);
        CollectionSchema result = schema.Replacing(existing, changed);
        SchemaValidator.Validate(result);
        return new SchemaChange(result)
        {
            Vectors = keepsFiles ? [] : [new VectorRewrite(changed, existing)],
            Removes = keepsFiles && existing.Index is SparseIndexOptions && !sameIndex,
        };
    }

    /// <summary>Whether every sparse vector that a field could have is one that it still can.</summary>
    private static bool IsNoTighter(VectorSchema wanted, VectorSchema existing) =>
        wanted.Dimensions == 0 || (existing.Dimensions > 0 && wanted.Dimensions >= existing.Dimensions);

    /// <summary>The error for a field that is not there.</summary>
    public static ZvecException Missing(CollectionSchema schema, string name, string toDo) => new(
        ZvecErrorCode.NotFound,
        $"Collection '{schema.Name}' has no field '{name}' to {toDo}; its fields are {schema.DescribeFields()}.");

    private static void ThrowIfMissing(CollectionSchema schema, string name, string toDo)
    {
        if (schema.FindField(name) is null && schema.FindVector(name) is null)
            throw Missing(schema, name, toDo);
    }

    private static void ThrowIfTaken(CollectionSchema schema, string name)
    {
        if (schema.FindField(name) is not null || schema.FindVector(name) is not null)
        {
            throw new ZvecException(
                ZvecErrorCode.AlreadyExists, $"Collection '{schema.Name}' has a field '{name}' already. Choose another name.");
        }
    }

    private static void ThrowUnlessNullable(CollectionSchema schema, string name, bool nullable, string remedy)
    {
        if (!nullable)
        {
            throw new ZvecException(
                ZvecErrorCode.InvalidArgument,
                $"Field '{name}' cannot be added to collection '{schema.Name}', because its documents would have no value for it. "
                    + remedy);
        }
    }
}
