using Zvec.Engine;
using Zvec.Server.Collections;
using Zvec.Server.Errors;
using Zvec.Server.Messages;

namespace Zvec.Server.Endpoints;

/// <summary>Searches: by vectors, by words, by both, in groups, by filter.</summary>
internal static class SearchEndpoints
{
    private const string Tag = "Search";

    public static void Map(RouteGroupBuilder collections)
    {
        RouteGroupBuilder searches = collections.MapGroup("/{collection}").WithTags(Tag)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status504GatewayTimeout);
        searches.MapPost("/search", SearchAsync).Reads().WithSummary("Find the nearest documents by a vector, or by that of a document");
        searches.MapPost("/search/text", SearchTextAsync).Reads().WithSummary("Find documents by words");
        searches.MapPost("/search/hybrid", SearchHybridAsync).Reads().WithSummary("Find documents by several searches together");
        searches.MapPost("/search/groups", SearchGroupsAsync).Reads().WithSummary("Find the nearest groups of documents");
        searches.MapPost("/query", QueryAsync).Reads().WithSummary("Find documents by a filter, in an order of choice");
        searches.MapPost("/count", CountAsync).Reads().WithSummary("Count the documents that a filter matches");
    }

    private static async Task<SearchResponse> SearchAsync(
        string collection, VectorSearch search, CollectionRegistry registry, ZvecServerOptions options, CancellationToken cancellationToken)
    {
        IDocumentCollection source = await registry.GetAsync(collection);
        CheckTop(search, options);
        CollectionSchema schema = source.Schema;
        return SearchResponse.From(source.Search(search.ToQuery(schema), cancellationToken), schema);
    }

    private static async Task<SearchResponse> SearchTextAsync(
        string collection, TextSearch search, CollectionRegistry registry, ZvecServerOptions options, CancellationToken cancellationToken)
    {
        IDocumentCollection source = await registry.GetAsync(collection);
        CheckTop(search, options);
        CollectionSchema schema = source.Schema;
        return SearchResponse.From(source.Search(search.ToQuery(), cancellationToken), schema);
    }

    private static async Task<SearchResponse> SearchHybridAsync(
        string collection, HybridSearch search, CollectionRegistry registry, ZvecServerOptions options, CancellationToken cancellationToken)
    {
        IDocumentCollection source = await registry.GetAsync(collection);
        CheckTop(search, options);
        LimitException.Check(
            "The number of candidates is",
            Math.Max(search.Candidates ?? 0, search.Queries.Max(part => part?.Vector?.Top ?? part?.Text?.Top) ?? 0),
            options.MaxTop, nameof(options.MaxTop));
        CollectionSchema schema = source.Schema;
        return SearchResponse.From(source.Search(search.ToQuery(schema), cancellationToken), schema);
    }

    private static async Task<GroupsResponse> SearchGroupsAsync(
        string collection, GroupSearch search, CollectionRegistry registry, ZvecServerOptions options, CancellationToken cancellationToken)
    {
        IDocumentCollection source = await registry.GetAsync(collection);
        LimitException.Check(
            "The number of documents in all groups together is", (long)search.GroupCount * search.TopPerGroup, options.MaxTop,
            nameof(options.MaxTop));
        CollectionSchema schema = source.Schema;
        return GroupsResponse.From(source.Search(search.ToQuery(schema), cancellationToken), search.GroupBy, schema);
    }

    private static async Task<DocumentsResponse> QueryAsync(
        string collection, FilterSearch search, CollectionRegistry registry, ZvecServerOptions options, CancellationToken cancellationToken)
    {
        IDocumentCollection source = await registry.GetAsync(collection);
        CheckTop(search, options);
        CollectionSchema schema = source.Schema;
        return new DocumentsResponse(
            [.. source.Query(search.ToQuery(), cancellationToken).Select(document => (DocumentBody?)new DocumentBody(document, schema))]);
    }

    private static async Task<CountResponse> CountAsync(
        string collection, FilterRequest request, CollectionRegistry registry, CancellationToken cancellationToken) =>
        new((await registry.GetAsync(collection)).Count(request.Filter, cancellationToken));

    private static void CheckTop(SearchRequest search, ZvecServerOptions options) => LimitException.Check(
        "Skip and top together are", (long)search.Skip + (search.Top ?? SearchRequest.DefaultTop), options.MaxTop, nameof(options.MaxTop));
}
