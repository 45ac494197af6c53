using System.CommandLine;
using Zvec.Engine;

namespace Zvec.Cli.Commands;

/// <summary><c>zvec query</c>: documents by vector, text, filter, or vector and text together.</summary>
internal static class QueryCommand
{
    public static Command Create()
    {
        Argument<string> path = SharedOptions.Collection();
        var vectorField = new Option<string>("--vector-field") { Description = "The vector to search; needed where there are several." };
        var vector = new Option<string>("--vector", "-v")
        {
            Description = "Search with this vector: JSON as documents have it, or @ and a file with it (.json, .npy or .fvecs).",
        };
        var row = new Option<int>("--row") { Description = "Which vector of a .npy or .fvecs file, from 0." };
        var like = new Option<string>("--like") { Description = "Search with the vector of the document with this key." };
        var text = new Option<string>("--text", "-t") { Description = "Search for these words; with a vector too, for both (hybrid)." };
        var textFields = new Option<string[]>("--text-field")
        {
            Description = "The fields to look for words in; all with a text index by default.",
        };
        Option<string> filter = SharedOptions.Filter("Only documents that match: a filter such as \"year > 1990 and genre in ('a', 'b')\".");
        var top = new Option<int>("--top", "-n") { Description = "How many.", DefaultValueFactory = _ => 10 };
        var skip = new Option<int>("--skip") { Description = "How many to leave out from the front." };
        var order = new Option<string[]>("--order-by") { Description = "Without vector and text: a field to sort by, name or name:desc." };
        Option<string[]> fields = SharedOptions.Fields();
        var vectors = new Option<bool>("--vectors") { Description = "Show vectors too." };
        var exact = new Option<bool>("--exact") { Description = "Scan all vectors rather than an index." };
        var ef = new Option<int?>("--ef") { Description = "Candidates that a graph search keeps." };
        var weights = new Option<double[]>("--weights")
        {
            Description = "Hybrid: the weights of vector and text in reciprocal rank fusion.",
            AllowMultipleArgumentsPerToken = true,
        };
        var command = new Command("query", """
            Search a collection.

            Examples:
              zvec query books --text "white whale" --filter "year < 1900"
              zvec query books --like b1 --top 5
              zvec query books --vector "[0.1, 0.2, 0.3]" --text whale --weights 2 1 --json
              zvec query books --vector @queries.npy --row 7
              zvec query books --filter "year > 1990" --order-by year:desc --fields title,year
            """)
        {
            path, vectorField, vector, row, like, text, textFields, filter, top, skip, order, fields, vectors, exact, ef, weights,
        };
        Invocation.Handle(command, async invocation =>
        {
            using Collection collection = invocation.OpenToRead(path);
            CollectionSchema schema = collection.Schema;
            string[]? output = SharedOptions.Names(invocation.Get(fields));
            Filter? condition = invocation.Get(filter);
            int wanted = invocation.Get(top);
            int skipped = invocation.Get(skip);
            bool withVectors = invocation.Get(vectors);
            bool isHybrid = invocation.Get(text) is not null && (invocation.Get(vector) ?? invocation.Get(like)) is not null;

            // filter, skip and fields of a hybrid query are its own, and none of its parts'
            var part = isHybrid
                ? new PartSettings(null, wanted, 0, false, null)
                : new PartSettings(condition, wanted, skipped, withVectors, output);
            List<SearchQuery> queries = [];
            if (invocation.Get(vector) is not null || invocation.Get(like) is not null)
            {
                if (invocation.Get(vector) is not null && invocation.Get(like) is not null)
                    throw new BadInputException("Both --vector and --like are given; use one of them.");
                VectorSchema searched = VectorOf(schema, invocation.Get(vectorField));
                object given = invocation.Get(like) is { } key
                    ? DocumentJson.ParseKey(key, schema)
                    : await VectorInput.ReadAsync(invocation.Get(vector)!, invocation.Get(row), searched, invocation.Token);
                queries.Add(part.Query(searched.Name, given, invocation.Get(exact), invocation.Get(ef)));
            }

            if (invocation.Get(text) is { } words)
            {
                string[] searched = TextFieldsOf(schema, SharedOptions.Names(invocation.Get(textFields)));
                TextField[] places = [.. searched.Select(name => new TextField(name))];
                queries.Add(part.Query(places, words));
            }

            if (queries.Count > 0 && invocation.Get(order) is { Length: > 0 })
                throw new BadInputException("Hits of a search are ordered by their scores; leave --order-by out.");
            switch (queries)
            {
                case []:
                    var query = new FilterQuery
                    {
                        Filter = condition,
                        OrderBy = [.. (invocation.Get(order) ?? []).Select(SortOf)],
                        Top = wanted,
                        Skip = skipped,
                        IncludeVectors = withVectors,
                        OutputFields = output,
                    };
                    DocumentOutput.WriteDocuments(invocation, collection.Query(query, invocation.Token), schema);
                    break;
                case [VectorQuery alone]:
                    DocumentOutput.WriteHits(invocation, collection.Search(alone, invocation.Token), schema);
                    break;
                case [TextQuery alone]:
                    DocumentOutput.WriteHits(invocation, collection.Search(alone, invocation.Token), schema);
                    break;
                default:
                    var hybrid = new HybridQuery
                    {
                        Queries = queries,
                        Fusion = invocation.Get(weights) is { Length: > 0 } given ? Fusion.Rrf(weights: given) : Fusion.Rrf(),
                        Filter = condition,
                        Top = wanted,
                        Skip = skipped,
                        IncludeVectors = withVectors,
                        OutputFields = output,
                    };
                    DocumentOutput.WriteHits(invocation, collection.Search(hybrid, invocation.Token), schema);
                    break;
            }

            return ExitCode.Success;
        });
        return command;
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

    private static SortField SortOf(string text) => text.Split(':') switch
    {
        [var name] => new SortField(name),
        [var name, "asc"] => new SortField(name),
        [var name, "desc"] => new SortField(name, Descending: true),
        _ => throw new BadInputException($"'{text}' is no order; write name, name:asc or name:desc."),
    };
}
