using System.Text;

namespace Zvec.Crash.Tests.HostileBytes;

/// <summary>Everything that can be read from a collection, as text.</summary>
internal static class Observation
{
    /// <summary>All documents, in the order of their keys.</summary>
    public static string DocumentsOf(Collection collection) => string.Join(
        '\n', collection.Scan().OrderBy(document => document.Key.ToString(), StringComparer.Ordinal).Select(DocumentText.Of));

    /// <summary>All documents, each document by its key, the answers to filters on every field, and searches on every vector.</summary>
    public static string Of(Collection collection)
    {
        var text = new StringBuilder(DocumentsOf(collection));
        Document[] documents = [.. collection.Scan().OrderBy(document => document.Key.ToString(), StringComparer.Ordinal)];
        foreach (Document? document in collection.Fetch(documents.Select(document => document.Key)))
            text.Append('\n').Append(document is null ? "missing" : DocumentText.Of(document));
        foreach (FieldSchema field in collection.Schema.Fields)
            Append(text, collection, field, documents);
        foreach (VectorSchema vector in collection.Schema.Vectors)
            Append(text, collection, vector, documents);
        CollectionStatistics statistics = collection.GetStatistics();
        return text.Append($"\n{statistics.Documents} {statistics.DeletedDocuments} {statistics.Segments}").ToString();
    }

    private static void Append(StringBuilder text, Collection collection, FieldSchema field, Document[] documents)
    {
        Append(text, collection, Filter.IsNull(field.Name));
        object? value = documents.Select(document => document[field.Name]).FirstOrDefault(one => one is not null);
        if (value is null || field.Type is DataType.Binary or DataType.BinaryArray)
            return;
        if ((int)field.Type > 64)
        {
            Append(text, collection, Filter.ArrayLengthGreaterThan(field.Name, 1));
            Append(text, collection, Filter.ContainsAny(field.Name, ((Array)value).Cast<object?>()));
            return;
        }

        Append(text, collection, Filter.Equal(field.Name, value));
        if (field.Type is not (DataType.Bool or DataType.Guid))
            Append(text, collection, Filter.GreaterThan(field.Name, value));
    }

    private static void Append(StringBuilder text, Collection collection, Filter filter) =>
        text.Append($"\n{filter}: ").AppendJoin(
            ',', collection.Scan(filter, includeVectors: false).Select(hit => hit.Key.ToString()).Order(StringComparer.Ordinal));

    private static void Append(StringBuilder text, Collection collection, VectorSchema vector, Document[] documents)
    {
        object? value = documents.Select(document => document[vector.Name]).FirstOrDefault(IsFinite);
        if (value is null)
            return;
        foreach (bool exact in new[] { true, false })
        {
            VectorQuery query = value switch
            {
                ReadOnlyMemory<float> one => new VectorQuery(vector.Name, one) { Exact = exact },
                ReadOnlyMemory<Half> one => new VectorQuery(vector.Name, one) { Exact = exact },
                SparseVector one => new VectorQuery(vector.Name, one) { Exact = exact },
                ReadOnlyMemory<byte> one => new VectorQuery(vector.Name, one) { Exact = exact },
                _ => new VectorQuery(vector.Name, (ReadOnlyMemory<sbyte>)value) { Exact = exact },
            };
            text.Append($"\n{vector.Name} {exact}: ").AppendJoin(',', collection.Search(query).Select(hit => $"{hit.Key}={hit.Score}"));
        }
    }

    /// <summary>Whether a vector can be asked with: one of damaged bytes may hold anything.</summary>
    private static bool IsFinite(object? vector) => vector switch
    {
        null => false,
        ReadOnlyMemory<float> one => !one.Span.ContainsAnyExceptInRange(float.MinValue, float.MaxValue),
        ReadOnlyMemory<Half> one => !one.Span.ContainsAnyExceptInRange(Half.MinValue, Half.MaxValue),
        SparseVector one => !one.Values.Span.ContainsAnyExceptInRange(float.MinValue, float.MaxValue)
            && (one.Count == 0 || one.Indices.Span[^1] < 1_000),
        _ => true,
    };
}
