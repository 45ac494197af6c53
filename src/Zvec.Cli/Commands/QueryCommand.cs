using System.CommandLine;
using Zvec.Engine;

namespace Zvec.Cli.Commands;

/// <summary><c>zvec query</c>: documents by vector, text, filter, or vector and text together.</summary>
internal static class QueryCommand
{
    public static Command Create()
    {
        Argument<string> path = SharedOptions.Collection();
        var search = new SearchInput();
        Option<string> filter = SharedOptions.Filter(
            "Only documents that match: a filter such as \"year > 1990 and genre in ('a', 'b')\".");
        var top = new Option<int>("--top", "-n") { Description = "How many.", DefaultValueFactory = _ => 10 };
        var skip = new Option<int>("--skip") { Description = "How many to leave out from the front." };
        var order = new Option<string[]>("--order-by") { Description = "Without vector and text: a field to sort by, name or name:desc." };
        var groupBy = new Option<string>("--group-by")
        {
            Description = "By vector: the nearest groups of documents with one value of this field.",
        };
        var groups = new Option<int>("--groups") { Description = "How many groups.", DefaultValueFactory = _ => 5 };
        var perGroup = new Option<int>("--per-group") { Description = "How many of each group.", DefaultValueFactory = _ => 3 };
        Option<string[]> fields = SharedOptions.Fields();
        var vectors = new Option<bool>("--vectors") { Description = "Show vectors too." };
        var weights = new Option<double[]>("--weights")
        {
            Description = "Hybrid: the weights of vector and text in reciprocal rank fusion.",
            AllowMultipleArgumentsPerToken = true,
        };
        var command = new Command("query", """
            Search a collection.

            Examples:
              zvec query books --text "white whale" --filter "year < 1900" --highlight
              zvec query books --like b1 --top 5
              zvec query books --vector "[0.1, 0.2, 0.3]" --text whale --weights 2 1 --json
              zvec query books --vector @queries.npy --row 7
              zvec query books --like b1 --group-by author --groups 5 --per-group 2
              zvec query books --filter "year > 1990" --order-by year:desc --fields title,year
            """)
        {
            path, filter, top, skip, order, groupBy, groups, perGroup, fields, vectors, weights,
        };
        search.AddTo(command);
        Invocation.Handle(command, async invocation =>
        {
            using IDocumentCollection collection = invocation.OpenToRead(path);
            CollectionSchema schema = collection.Schema;
            var asked = new PartSettings
            {
                Filter = invocation.Get(filter),
                Top = invocation.Get(top),
                Skip = invocation.Get(skip),
                IncludeVectors = invocation.Get(vectors),
                OutputFields = SharedOptions.Names(invocation.Get(fields)),
            };

            // filter, skip and fields of a hybrid query are its own, and none of its parts'
            PartSettings part = search.IsHybrid(invocation) ? new PartSettings { Top = asked.Top } : asked;
            IReadOnlyList<SearchQuery> queries = await search.QueriesAsync(invocation, schema, part);
            string[] sorts = invocation.Get(order) ?? [];
            double[] weighed = invocation.Get(weights) ?? [];
            if (queries.Count > 0 && sorts.Length > 0)
                throw new BadInputException("Hits of a search are ordered by their scores; leave --order-by out.");
            if (queries.Count < 2 && weighed.Length > 0)
                throw new BadInputException("--weights is for searches by vector and text together; leave it out, or give both.");
            if (invocation.Get(groupBy) is { } field)
            {
                if (queries is not [VectorQuery nearest])
                    throw new BadInputException("--group-by is for searches by vector alone; give --vector or --like, and no --text.");
                var grouped = new GroupByQuery(nearest, field)
                {
                    GroupCount = invocation.Get(groups),
                    TopPerGroup = invocation.Get(perGroup),
                };
                DocumentOutput.WriteGroups(invocation, collection.Search(grouped, invocation.Token), field, schema);
                return ExitCode.Success;
            }

            switch (queries)
            {
                case []:
                    var query = new FilterQuery
                    {
                        Filter = asked.Filter,
                        OrderBy = [.. sorts.Select(SortOf)],
                        Top = asked.Top,
                        Skip = asked.Skip,
                        IncludeVectors = asked.IncludeVectors,
                        OutputFields = asked.OutputFields,
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
                        Queries = [.. queries],
                        Fusion = weighed.Length > 0 ? Fusion.Rrf(weights: weighed) : Fusion.Rrf(),
                        Filter = asked.Filter,
                        Top = asked.Top,
                        Skip = asked.Skip,
                        IncludeVectors = asked.IncludeVectors,
                        OutputFields = asked.OutputFields,
                    };
                    DocumentOutput.WriteHits(invocation, collection.Search(hybrid, invocation.Token), schema);
                    break;
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static SortField SortOf(string text) => text.Split(':') switch
    {
        [var name] => new SortField(name),
        [var name, "asc"] => new SortField(name),
        [var name, "desc"] => new SortField(name, Descending: true),
        _ => throw new BadInputException($"'{text}' is no order; write name, name:asc or name:desc."),
    };
}
