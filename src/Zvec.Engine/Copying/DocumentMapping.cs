using Zvec.Engine.Schema;

namespace Zvec.Engine.Copying;

/// <summary>Takes documents from one schema into another: renames, drops, transforms. Whether the values fit is for the new collection to
/// check, when it is given them.</summary>
internal sealed class DocumentMapping
{
    private readonly CollectionSchema _source;
    private readonly CollectionSchema _target;
    private readonly Func<Document, Document?>? _transform;
    private readonly Dictionary<string, string> _newNames;
    private readonly HashSet<string> _dropped;

    /// <summary>Checks that the documents of one schema can go over into the other.</summary>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.NotFound"/>: there is no field to rename.
    /// <see cref="ZvecErrorCode.InvalidArgument"/>: a field has no place, or no values, in the new schema.</exception>
    public DocumentMapping(
        CollectionSchema source,
        CollectionSchema target,
        IReadOnlyDictionary<string, string> rename,
        Func<Document, Document?>? transform)
    {
        _source = source;
        _target = target;
        _transform = transform;
        _newNames = NewNames(source, rename);
        _dropped = [.. _newNames.Values.Where(name => !TargetHas(name))];
        foreach ((string old, string name) in rename)
        {
            if (target.FindField(name) is null && target.FindVector(name) is null)
                throw Impossible($"Field '{old}' is to be renamed to '{name}', and the new schema has no field of that name.");
        }

        if (transform is null)
            CheckTypes();
    }

    /// <summary>The fields and vectors that need to be read.</summary>
    public IReadOnlyCollection<string> Read =>
        [.. _newNames.Where(names => _transform is not null || TargetHas(names.Value)).Select(names => names.Key)];

    /// <summary>A schema with other names for some of its fields.</summary>
    /// <exception cref="ZvecException">There is no field to rename, or two would have one name.</exception>
    public static CollectionSchema Renamed(CollectionSchema schema, IReadOnlyDictionary<string, string> rename)
    {
        Dictionary<string, string> names = NewNames(schema, rename);
        return new CollectionSchema(schema.Name)
        {
            Key = schema.Key,
            KeyName = schema.KeyName,
            Fields =
            [
                .. schema.Fields.Where(field => names.ContainsKey(field.Name))
                    .Select(field => new FieldSchema(names[field.Name], field.Type) { Nullable = field.Nullable, Index = field.Index }),
            ],
            Vectors =
            [
                .. schema.Vectors.Where(vector => names.ContainsKey(vector.Name))
                    .Select(vector => new VectorSchema(names[vector.Name], vector.Type, vector.Dimensions)
                    {
                        Nullable = vector.Nullable,
                        Index = vector.Index,
                    }),
            ],
        };
    }

    /// <summary>The new document, or null when it is left out.</summary>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.InvalidArgument"/>: its key is too large, or negative, for the new type of
    /// keys.</exception>
    public Document? Map(Document document)
    {
        var mapped = new Document(document.Key, document.Count);
        foreach ((string name, object? value) in document)
        {
            if (_newNames.TryGetValue(name, out string? newName))
                mapped[newName] = value;
        }

        if (_transform is null)
            return WithKey(mapped);
        if (_transform(mapped) is not { } transformed)
            return null;
        var kept = new Document(transformed.Key, transformed.Count);
        foreach ((string name, object? value) in transformed)
        {
            // a name that is neither schema's is a mistake, which the new collection tells of
            if (!_dropped.Contains(name))
                kept[name] = value;
        }

        return WithKey(kept);
    }

    /// <summary>New names by old ones, of the fields that keep a name.</summary>
    private static Dictionary<string, string> NewNames(CollectionSchema source, IReadOnlyDictionary<string, string> rename)
    {
        foreach ((string old, string name) in rename)
        {
            if (source.FindField(old) is null && source.FindVector(old) is null)
            {
                throw new ZvecException(
                    ZvecErrorCode.NotFound,
                    $"Collection '{source.Name}' has no field '{old}' to rename; its fields are {source.DescribeFields()}.");
            }

            if (rename.Count(other => other.Value == name) > 1)
            {
                throw new ZvecException(
                    ZvecErrorCode.InvalidArgument,
                    $"Collection '{source.Name}' cannot be copied: two fields are to be renamed to '{name}'. Choose different names.");
            }
        }

        var taken = new HashSet<string>(rename.Values, StringComparer.Ordinal);
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string old in source.Fields.Select(field => field.Name).Concat(source.Vectors.Select(vector => vector.Name)))
        {
            if (rename.TryGetValue(old, out string? name))
                names.Add(old, name);
            else if (!taken.Contains(old))
                names.Add(old, old);
        }

        return names;
    }

    private static bool IsNumber(DataType type) => type is >= DataType.Int8 and <= DataType.Decimal;

    private static bool MayFit(DataType from, DataType to) =>
        from == to
        || (IsNumber(from) && IsNumber(to))
        || (from.IsArray() && to.IsArray() && IsNumber(from.Element()) && IsNumber(to.Element()));

    private static bool IsNumber(KeyType type) => type is KeyType.Int32 or KeyType.Int64 or KeyType.UInt64;

    private void CheckTypes()
    {
        if (_source.Key != _target.Key && !(IsNumber(_source.Key) && IsNumber(_target.Key)))
            throw Impossible($"Its keys are {_source.Key} and those of the new schema {_target.Key}.");
        var oldNames = _newNames.ToDictionary(names => names.Value, names => names.Key, StringComparer.Ordinal);
        foreach (FieldSchema field in _target.Fields)
        {
            FieldSchema? from = oldNames.TryGetValue(field.Name, out string? old) ? _source.FindField(old) : null;
            if (from is null && old is not null)
                throw Impossible($"'{field.Name}' is a vector and in the new schema a field.");
            if (from is null)
                ThrowUnlessNullable(field.Name, field.Nullable);
            else if (!MayFit(from.Type, field.Type))
                throw Impossible($"Field '{field.Name}' is {from.Type} and in the new schema {field.Type}.");
        }

        foreach (VectorSchema vector in _target.Vectors)
        {
            VectorSchema? from = oldNames.TryGetValue(vector.Name, out string? old) ? _source.FindVector(old) : null;
            if (from is null && old is not null)
                throw Impossible($"'{vector.Name}' is a field and in the new schema a vector.");
            if (from is null)
                ThrowUnlessNullable(vector.Name, vector.Nullable);
            else if (from.Type != vector.Type || from.Dimensions != vector.Dimensions)
            {
                throw Impossible($"Vector '{vector.Name}' has {from.Dimensions} dimensions of {from.Type} and in the new schema "
                    + $"{vector.Dimensions} of {vector.Type}.");
            }
        }
    }

    private void ThrowUnlessNullable(string name, bool nullable)
    {
        if (!nullable)
            throw Impossible($"'{name}' is new and not nullable, so that its documents have no value for it; declare it nullable.");
    }

    private bool TargetHas(string name) => _target.FindField(name) is not null || _target.FindVector(name) is not null;

    private Document WithKey(Document document)
    {
        DocumentKey key = document.Key;
        if (key.Type == _target.Key || !IsNumber(key.Type) || !IsNumber(_target.Key))
            return document; // of a wrong type the new collection tells
        Int128 number = key.Value switch
        {
            int value => value,
            long value => value,
            object value => (ulong)value,
        };
        DocumentKey converted = _target.Key switch
        {
            KeyType.Int32 when number == (int)number => new DocumentKey((int)number),
            KeyType.Int64 when number == (long)number => new DocumentKey((long)number),
            KeyType.UInt64 when number == (ulong)number => new DocumentKey((ulong)number),
            _ => throw Impossible($"The key {key} is no {_target.Key}, which the keys of the new schema are."),
        };
        var renamed = new Document(converted, document.Count);
        foreach ((string name, object? value) in document)
            renamed[name] = value;
        return renamed;
    }

    private ZvecException Impossible(string what) => new(
        ZvecErrorCode.InvalidArgument,
        $"Collection '{_source.Name}' cannot be copied into the new schema. {what} Change the schema, or give CopyOptions.Transform.");
}
