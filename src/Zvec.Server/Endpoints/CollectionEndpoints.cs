using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Zvec.Engine;
using Zvec.Server.Collections;
using Zvec.Server.Messages;

namespace Zvec.Server.Endpoints;

/// <summary>Collections as a whole.</summary>
internal static class CollectionEndpoints
{
    private const string Tag = "Collections";

    public static void Map(RouteGroupBuilder collections)
    {
        collections.MapGet("", List).Reads().WithTags(Tag).WithSummary("List the collections");
        collections.MapPost("", CreateAsync).Writes().WithTags(Tag).WithSummary("Create a collection from a schema")
            .ProducesProblem(StatusCodes.Status409Conflict);
        collections.MapGet("/{collection}", GetAsync).Reads().WithTags(Tag).WithSummary("The schema of a collection");
        collections.MapDelete("/{collection}", DropAsync).Writes().WithTags(Tag).WithSummary("Drop a collection with all its documents");
        collections.MapGet("/{collection}/stats", StatisticsAsync).Reads().WithTags(Tag).WithSummary("The state of a collection");
        collections.MapPost("/{collection}/flush", FlushAsync).Writes().TakesLong().WithTags(Tag)
            .WithSummary("Move everything into segments on disk");
        collections.MapPost("/{collection}/optimize", OptimizeAsync).Writes().TakesLong().WithTags(Tag)
            .WithSummary("Bring a collection into its best state now");
    }

    private static CollectionsResponse List(CollectionRegistry registry) => new(registry.List());

    private static async Task<Created<CollectionResponse>> CreateAsync(JsonElement schema, CollectionRegistry registry)
    {
        IDocumentCollection made = await registry.CreateAsync(CollectionSchema.FromJson(schema));
        string name = made.Schema.Name;
        return TypedResults.Created($"/v1/collections/{name}", CollectionResponse.From(name, made));
    }

    private static async Task<CollectionResponse> GetAsync(string collection, CollectionRegistry registry) =>
        CollectionResponse.From(collection, await registry.GetAsync(collection));

    private static async Task<NoContent> DropAsync(string collection, CollectionRegistry registry)
    {
        await registry.DropAsync(collection);
        return TypedResults.NoContent();
    }

    private static async Task<CollectionStatistics> StatisticsAsync(string collection, CollectionRegistry registry) =>
        SafeStatistics.Of((await registry.GetAsync(collection)).GetStatistics());

    private static async Task<NoContent> FlushAsync(string collection, CollectionRegistry registry, CancellationToken cancellationToken)
    {
        await (await registry.GetAsync(collection)).FlushAsync(cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> OptimizeAsync(
        string collection, CollectionRegistry registry, IHostApplicationLifetime lifetime, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        await (await registry.GetAsync(collection)).OptimizeAsync(stop.Token);
        return TypedResults.NoContent();
    }
}
