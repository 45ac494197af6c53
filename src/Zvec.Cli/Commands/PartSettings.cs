using Zvec.Engine;

namespace Zvec.Cli.Commands;

/// <summary>What a search asks for besides vector and words.</summary>
internal sealed class PartSettings(
    Filter? filter, int top, int skip, bool includeVectors, IReadOnlyCollection<string>? outputFields)
{
    /// <summary>A query with words.</summary>
    public TextQuery Query(IReadOnlyList<TextField> fields, string words) => new(fields, words)
    {
        Filter = filter,
        Top = top,
        Skip = skip,
        IncludeVectors = includeVectors,
        OutputFields = outputFields,
    };

    /// <summary>A query with a key, or with a vector as <see cref="DocumentJson.ReadVector"/> gives it.</summary>
    public VectorQuery Query(string field, object given, bool exact, int? ef)
    {
        return given switch
        {
            DocumentKey key => new VectorQuery(field, key)
            {
                Filter = filter,
                Top = top,
                Skip = skip,
                IncludeVectors = includeVectors,
                OutputFields = outputFields,
                Exact = exact,
                Ef = ef,
            },
            ReadOnlyMemory<float> vector => new VectorQuery(field, vector)
            {
                Filter = filter,
                Top = top,
                Skip = skip,
                IncludeVectors = includeVectors,
                OutputFields = outputFields,
                Exact = exact,
                Ef = ef,
            },
            ReadOnlyMemory<Half> vector => new VectorQuery(field, vector)
            {
                Filter = filter,
                Top = top,
                Skip = skip,
                IncludeVectors = includeVectors,
                OutputFields = outputFields,
                Exact = exact,
                Ef = ef,
            },
            ReadOnlyMemory<sbyte> vector => new VectorQuery(field, vector)
            {
                Filter = filter,
                Top = top,
                Skip = skip,
                IncludeVectors = includeVectors,
                OutputFields = outputFields,
                Exact = exact,
                Ef = ef,
            },
            ReadOnlyMemory<byte> vector => new VectorQuery(field, vector)
            {
                Filter = filter,
                Top = top,
                Skip = skip,
                IncludeVectors = includeVectors,
                OutputFields = outputFields,
                Exact = exact,
                Ef = ef,
            },
            SparseVector vector => new VectorQuery(field, vector)
            {
                Filter = filter,
                Top = top,
                Skip = skip,
                IncludeVectors = includeVectors,
                OutputFields = outputFields,
                Exact = exact,
                Ef = ef,
            },
            _ => throw new ArgumentException($"A {given.GetType()} is no vector.", nameof(given)),
        };
    }
}
