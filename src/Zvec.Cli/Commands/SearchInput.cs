using System.CommandLine;
using Zvec.Engine;

namespace Zvec.Cli.Commands;

/// <summary>The options of <c>zvec query</c> that say what to look for, and the searches that they ask for.</summary>
internal sealed class SearchInput
{
    private readonly Option<string> _vectorField = new("--vector-field")
    {
        Description = "The vector to search; needed where there are several.",
    };

    private readonly Option<string> _vector = new("--vector", "-v")
    {
        Description = "Search with this vector: JSON as documents have it, or @ and a file with it (.json, .npy or .fvecs).",
    };

    private readonly Option<int> _row = new("--row") { Description = "Which vector of a .npy or .fvecs file, from 0." };

    private readonly Option<string> _like = new("--like") { Description = "Search with the vector of the document with this key." };

    private readonly Option<string> _text = new("--text", "-t")
    {
        Description = "Search for these words; with a vector too, for both (hybrid).",
    };

    private readonly Option<string[]> _textFields = new("--text-field")
    {
        Description = "The fields to look for words in; all with a text index by default.",
    };

    private readonly Option<bool> _literal = new("--literal") { Description = "Words only: no operators, quotes or wildcards in --text." };

    private readonly Option<bool> _allWords = new("--all-words") { Description = "Hits have all words rather than any of them." };

    private readonly Option<bool> _highlight = new("--highlight") { Description = "Show where the words stand in each hit." };

    private readonly Option<bool> _exact = new("--exact") { Description = "Scan all vectors rather than an index." };

    private readonly Option<int?> _ef = new("--ef") { Description = "Candidates that a graph search keeps." };

    private readonly Option<int?> _lists = new("--nprobe") { Description = "Lists of an IVF index that are read." };

    private readonly Option<float?> _radius = new("--radius")
    {
        Description = "Only hits of a vector search that score at most this; for the inner product at least this.",
    };

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])
            [_vectorField, _vector, _row, _like, _text, _textFields, _literal, _allWords, _highlight, _exact, _ef, _lists, _radius])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Whether both a vector and words are given.</summary>
    public bool IsHybrid(Invocation invocation) => HasVector(invocation) && invocation.Get(_text) is not null;

    /// <summary>The searches: one by vector, one by words, both or none.</summary>
    /// <param name="invocation">What was given.</param>
    /// <param name="schema">The schema of the collection.</param>
    /// <param name="settings">What else is asked for.</param>
    public async Task<IReadOnlyList<SearchQuery>> QueriesAsync(Invocation invocation, CollectionSchema schema, PartSettings settings)
    {
        Check(invocation);
        settings = settings with
        {
            Exact = invocation.Get(_exact),
            Ef = invocation.Get(_ef),
            NProbe = invocation.Get(_lists),
            Radius = invocation.Get(_radius),
            Literal = invocation.Get(_literal),
            Operator = invocation.Get(_allWords) ? TextOperator.And : TextOperator.Or,
            Highlight = invocation.Get(_highlight),
        };
        List<SearchQuery> queries = [];
        if (HasVector(invocation))
        {
            VectorSchema searched = VectorOf(schema, invocation.Get(_vectorField));
            object given = invocation.Get(_like) is { } key
                ? DocumentJson.ParseKey(key, schema)
                : await VectorInput.ReadAsync(invocation.Get(_vector)!, invocation.Get(_row), searched, invocation.Token);
            queries.Add(settings.Query(searched.Name, given));
        }

        if (invocation.Get(_text) is { } words)
        {
            string[] searched = TextFieldsOf(schema, SharedOptions.Names(invocation.Get(_textFields)));
            TextField[] places = [.. searched.Select(name => new TextField(name))];
            queries.Add(settings.Query(places, words));
        }

        return queries;
    }

    /// <summary>The vector that is meant: the named one, or the only one.</summary>
    public static VectorSchema VectorOf(CollectionSchema schema, string? name)
    {
        if (name is not null)
        {
            return schema.Vectors.FirstOrDefault(vector => vector.Name == name)
                ?? throw new ZvecException(ZvecErrorCode.NotFound, $"Collection '{schema.Name}' has no vector '{name}'; see zvec schema.");
        }

        return schema.Vectors is [var only]
            ? only
            : throw new BadInputException(
                $"Collection '{schema.Name}' has {schema.Vectors.Count} vectors; say which one with --vector-field.");
    }

    private bool HasVector(Invocation invocation) => (invocation.Get(_vector) ?? invocation.Get(_like)) is not null;

    /// <summary>An option that plays no part would be taken for one that does.</summary>
    private void Check(Invocation invocation)
    {
        if (invocation.Get(_vector) is not null && invocation.Get(_like) is not null)
            throw new BadInputException("Both --vector and --like are given; use one of them.");
        Option? idle = null;
        if (!HasVector(invocation))
        {
            idle = invocation.Get(_exact) ? _exact
                : invocation.Get(_ef) is not null ? _ef
                : invocation.Get(_lists) is not null ? _lists
                : invocation.Get(_radius) is not null ? _radius : null;
        }

        if (idle is not null)
            throw new BadInputException($"{idle.Name} is for searches by vector; give --vector or --like, or leave it out.");
        if (invocation.Get(_text) is null)
        {
            idle = invocation.Get(_literal) ? _literal
                : invocation.Get(_allWords) ? _allWords
                : invocation.Get(_highlight) ? _highlight
                : invocation.Get(_textFields) is { Length: > 0 } ? _textFields : null;
        }

        if (idle is not null)
            throw new BadInputException($"{idle.Name} is for searches by words; give --text, or leave it out.");
    }

    private static string[] TextFieldsOf(CollectionSchema schema, string[]? names)
    {
        if (names is not null)
            return names;
        string[] indexed = [.. schema.Fields.Where(field => field.Index is TextIndexOptions).Select(field => field.Name)];
        return indexed.Length > 0
            ? indexed
            : throw new BadInputException(
                $"Collection '{schema.Name}' has no field with a text index; make one with zvec index <collection> <field> --kind text.");
    }
}
