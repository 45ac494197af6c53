namespace Zvec.Engine.Schema;

/// <summary>Checks that a schema keeps the rules, before anything is made from it.</summary>
internal static class SchemaValidator
{
    public const int MaxNameLength = 256;
    public const int MaxFields = 1024;
    public const int MaxVectors = 64;
    public const int MaxDimensions = 20_000;
    public const int MinLinks = 4;
    public const int MaxLinks = 256;
    public const int MinEfConstruction = 8;
    public const int MaxEfConstruction = 4096;
    public const int MaxLists = 65_536;

    /// <summary>Checks a schema.</summary>
    /// <exception cref="ZvecException">A rule is broken (<see cref="ZvecErrorCode.InvalidArgument"/>), or something is asked for that this
    /// version does not have (<see cref="ZvecErrorCode.NotSupported"/>).</exception>
    public static void Validate(CollectionSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        CheckName(schema, "The collection's name", schema.Name);
        CheckName(schema, "The key's name", schema.KeyName);
        if (!Enum.IsDefined(schema.Key))
            throw Invalid(schema, $"The key has the unknown type {(int)schema.Key}; use a member of KeyType.");
        if (schema.Fields is null || schema.Vectors is null)
            throw Invalid(schema, "Its list of fields or vectors is null; use an empty list for none.");
        if (schema.Fields.Count + schema.Vectors.Count == 0)
            throw Invalid(schema, "It has neither fields nor vectors; add at least one.");
        if (schema.Fields.Count > MaxFields)
            throw Invalid(schema, $"It has {schema.Fields.Count} fields; use at most {MaxFields}.");
        if (schema.Vectors.Count > MaxVectors)
            throw Invalid(schema, $"It has {schema.Vectors.Count} vectors; use at most {MaxVectors}.");

        var names = new HashSet<string>(StringComparer.Ordinal) { schema.KeyName };
        foreach (FieldSchema field in schema.Fields)
        {
            if (field is null)
                throw Invalid(schema, "One of its fields is null; remove it.");
            CheckUnique(schema, names, "field", field.Name);
            CheckField(schema, field);
        }

        foreach (VectorSchema vector in schema.Vectors)
        {
            if (vector is null)
                throw Invalid(schema, "One of its vectors is null; remove it.");
            CheckUnique(schema, names, "vector", vector.Name);
            CheckVector(schema, vector);
        }
    }

    private static void CheckField(CollectionSchema schema, FieldSchema field)
    {
        if (!Enum.IsDefined(field.Type))
            throw Invalid(schema, $"Field '{field.Name}' has the unknown type {(int)field.Type}; use a member of DataType.");
        if (field.Index is TextIndexOptions && field.Type != DataType.String)
        {
            throw Invalid(
                schema, $"Field '{field.Name}' is {field.Type} and has a text index, which only String fields can have; "
                    + "use InvertedIndexOptions.");
        }

        if (field.Index is TextIndexOptions text && TextIndexRules.Broken(text) is { } broken)
            throw Invalid(schema, $"Field '{field.Name}' {broken}");
        if (field.Index is InvertedIndexOptions && field.Type is DataType.Binary or DataType.BinaryArray)
            throw Invalid(schema, $"Field '{field.Name}' is {field.Type} and has an inverted index, which binary fields cannot have; "
                + "remove it.");
    }

    private static void CheckVector(CollectionSchema schema, VectorSchema vector)
    {
        if (!Enum.IsDefined(vector.Type))
            throw Invalid(schema, $"Vector '{vector.Name}' has the unknown type {(int)vector.Type}; use a member of VectorType.");
        bool isSparse = vector.Type == VectorType.Sparse;
        CheckRange(schema, vector, "dimensions", vector.Dimensions, isSparse ? 0 : 1, isSparse ? int.MaxValue : MaxDimensions);
        if (vector.Index is not { } index)
            throw Invalid(schema, $"Vector '{vector.Name}' has no index options (null); use FlatIndexOptions for a plain scan.");
        if (!Enum.IsDefined(index.Metric))
            throw Invalid(schema, $"Vector '{vector.Name}' has the unknown metric {(int)index.Metric}; use a member of Metric.");
        if (isSparse != index is SparseIndexOptions || (isSparse && index.Metric != Metric.InnerProduct))
            CheckSparse(schema, vector);
        CheckMetric(schema, vector, index);
        if (index is QuantizedVectorIndexOptions quantized)
            CheckCodes(schema, vector, quantized);

        switch (index)
        {
            case HnswIndexOptions hnsw:
                CheckRange(schema, vector, "M", hnsw.M, MinLinks, MaxLinks);
                CheckRange(schema, vector, "EfConstruction", hnsw.EfConstruction, MinEfConstruction, MaxEfConstruction);
                break;
            case IvfFlatIndexOptions { NList: { } lists }:
                CheckRange(schema, vector, "NList", lists, 1, MaxLists);
                break;
            case DynamicIndexOptions dynamic:
                CheckRange(schema, vector, "M", dynamic.M, MinLinks, MaxLinks);
                CheckRange(schema, vector, "EfConstruction", dynamic.EfConstruction, MinEfConstruction, MaxEfConstruction);
                CheckRange(schema, vector, "Threshold", dynamic.Threshold, 0, int.MaxValue);
                break;
        }
    }

    /// <summary>Refuses an index that sparse vectors cannot have, or only they.</summary>
    private static void CheckSparse(CollectionSchema schema, VectorSchema vector)
    {
        if (vector.Type != VectorType.Sparse)
        {
            throw Invalid(
                schema, $"Vector '{vector.Name}' of type {vector.Type} asks for the index of sparse vectors; use another index, "
                    + "or the type Sparse.");
        }

        if (vector.Index is not (SparseIndexOptions or FlatIndexOptions))
        {
            throw Invalid(
                schema, $"Vector '{vector.Name}' is sparse and asks for {vector.Index.GetType().Name}; use SparseIndexOptions, or "
                    + "FlatIndexOptions for a plain scan.");
        }

        if (vector.Index.Metric != Metric.InnerProduct)
            throw Invalid(schema, $"Vector '{vector.Name}' is sparse and has the metric {vector.Index.Metric}; use InnerProduct.");
    }

    private static void CheckMetric(CollectionSchema schema, VectorSchema vector, VectorIndexOptions index)
    {
        if (vector.Type == VectorType.Binary && index.Metric != Metric.Hamming)
        {
            throw Invalid(
                schema,
                $"Vector '{vector.Name}' is Binary and asks for the metric {index.Metric}, which bits do not have; use Metric.Hamming.");
        }

        if (DefaultQuantization.HasCodes(index.Metric) || index is FlatIndexOptions)
            return;
        if (index is not (HnswIndexOptions or DynamicIndexOptions))
        {
            throw new ZvecException(
                ZvecErrorCode.NotSupported,
                Message(
                    schema,
                    $"Vector '{vector.Name}' asks for lists or codes over the metric {index.Metric}, which only a graph and an exact scan "
                        + "support; use HnswIndexOptions or FlatIndexOptions, or the metric Cosine, InnerProduct or L2."));
        }

        if (index.Metric == Metric.Hamming && vector.Type is not (VectorType.Binary or VectorType.Int8))
        {
            throw new ZvecException(
                ZvecErrorCode.NotSupported,
                Message(
                    schema,
                    $"Vector '{vector.Name}' of type {vector.Type} asks for a graph over the metric Hamming, which leads nowhere where "
                        + "hardly any elements are equal; use FlatIndexOptions, or the type Binary or Int8."));
        }
    }

    private static void CheckCodes(CollectionSchema schema, VectorSchema vector, QuantizedVectorIndexOptions index)
    {
        if (index.Quantization is { } codes && !Enum.IsDefined(codes))
            throw Invalid(schema, $"Vector '{vector.Name}' has the unknown quantization {(int)codes}; use a member of Quantization.");
        if (index.Quantization is not (null or Quantization.None) && vector.Type != VectorType.Float32)
        {
            throw Invalid(
                schema,
                $"Vector '{vector.Name}' of type {vector.Type} asks for {index.Quantization} codes, which only vectors of type Float32 "
                    + "can have; use Quantization.None.");
        }

        if (index.Quantization is not (null or Quantization.None) && !DefaultQuantization.HasCodes(index.Metric))
        {
            throw Invalid(
                schema,
                $"Vector '{vector.Name}' asks for {index.Quantization} codes and the metric {index.Metric}, which codes do not tell; "
                    + "use Quantization.None, or the metric Cosine, InnerProduct or L2.");
        }

        var resolved = (QuantizedVectorIndexOptions)DefaultQuantization.Resolve(index, vector.Type, vector.Dimensions);
        if (index.Rotate && resolved.Quantization == Quantization.None)
        {
            throw Invalid(
                schema, $"Vector '{vector.Name}' is to be rotated and has no codes; leave Rotate out, or choose a Quantization.");
        }
    }

    private static void CheckRange(CollectionSchema schema, VectorSchema vector, string what, int value, int lowest, int highest)
    {
        if (value < lowest || value > highest)
            throw Invalid(schema, $"Vector '{vector.Name}' has {what} {value}; use {lowest} to {highest}.");
    }

    private static void CheckUnique(CollectionSchema schema, HashSet<string> names, string what, string name)
    {
        CheckName(schema, $"The name of a {what}", name);
        if (!names.Add(name))
        {
            string other = name == schema.KeyName ? "the key has that name" : "another field or vector has that name";
            throw Invalid(schema, $"The {what} '{name}' cannot be called so, because {other}; rename one of them.");
        }
    }

    private static void CheckName(CollectionSchema schema, string what, string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
            throw Invalid(schema, $"{what} is {(name is null ? "null" : "blank")}; use 1 to {MaxNameLength} characters.");
        if (name.Length > MaxNameLength)
            throw Invalid(schema, $"{what} '{name[..32]}...' has {name.Length} characters; use at most {MaxNameLength}.");
        for (int i = 0; i < name.Length; i++)
        {
            if (char.IsControl(name[i]))
                throw Invalid(schema, $"{what} has the control character U+{(int)name[i]:X4} at position {i}; remove it.");
        }

        if (!WellFormedText.Is(name))
            throw Invalid(schema, $"{what} has half of a surrogate pair in it; use well-formed Unicode.");
    }

    private static ZvecException Invalid(CollectionSchema schema, string what) => new(ZvecErrorCode.InvalidArgument, Message(schema, what));

    private static string Message(CollectionSchema schema, string what) => $"The schema of collection '{schema.Name}' is not valid. {what}";
}
