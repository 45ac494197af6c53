using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Zvec.Engine;
using Zvec.Server.Collections;
using Zvec.Server.Errors;
using Zvec.Server.Messages;

namespace Zvec.Server.Endpoints;

/// <summary>Documents by their keys, and writes.</summary>
internal static class DocumentEndpoints
{
    private const string Tag = "Documents";

    private delegate Task<IReadOnlyList<WriteResult>> Write(
        IDocumentCollection collection, IEnumerable<Document> documents, CancellationToken cancellationToken);

    public static void Map(RouteGroupBuilder collections)
    {
        RouteGroupBuilder documents = collections.MapGroup("/{collection}/documents").WithTags(Tag);
        documents.MapPost("", InsertAsync).Writes().ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .WithSummary("Insert documents, one or an array, whose keys are new");
        documents.MapPut("", UpsertAsync).Writes().ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .WithSummary("Write documents, one or an array, in place of those with the same keys");
        documents.MapPatch("", UpdateAsync).Writes().ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .WithSummary("Change the given fields of documents, one or an array");
        documents.MapGet("/{id}", FetchOneAsync).Reads().WithSummary("Fetch a document by its key");
        documents.MapDelete("/{id}", DeleteOneAsync).Writes().WithSummary("Delete a document by its key");
        documents.MapPost("/fetch", FetchAsync).Reads().ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .WithSummary("Fetch documents by their keys");
        documents.MapPost("/delete", DeleteAsync).Writes().ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .WithSummary("Delete documents by their keys or by a filter");
    }

    private static Task<WriteResponse> InsertAsync(
        string collection, JsonElement documents, CollectionRegistry registry, ZvecServerOptions options,
        CancellationToken cancellationToken) =>
        WriteAsync(collection, documents, registry, options, (target, all, token) => target.InsertAsync(all, token), cancellationToken);

    private static Task<WriteResponse> UpsertAsync(
        string collection, JsonElement documents, CollectionRegistry registry, ZvecServerOptions options,
        CancellationToken cancellationToken) =>
        WriteAsync(collection, documents, registry, options, (target, all, token) => target.UpsertAsync(all, token), cancellationToken);

    private static Task<WriteResponse> UpdateAsync(
        string collection, JsonElement documents, CollectionRegistry registry, ZvecServerOptions options,
        CancellationToken cancellationToken) =>
        WriteAsync(collection, documents, registry, options, (target, all, token) => target.UpdateAsync(all, token), cancellationToken);

    private static async Task<WriteResponse> WriteAsync(
        string collection, JsonElement documents, CollectionRegistry registry, ZvecServerOptions options, Write write,
        CancellationToken cancellationToken)
    {
        IDocumentCollection target = await registry.GetAsync(collection);
        CollectionSchema schema = target.Schema;
        if (documents.ValueKind != JsonValueKind.Array)
            return WriteResponse.From(await write(target, [DocumentJson.Read(documents, schema)], cancellationToken));
        CheckBatch(documents.GetArrayLength(), options);
        return WriteResponse.From(await write(
            target, [.. documents.EnumerateArray().Select(document => DocumentJson.Read(document, schema))], cancellationToken));
    }

    private static async Task<Results<Ok<DocumentBody>, ProblemHttpResult>> FetchOneAsync(
        string collection, string id, CollectionRegistry registry, HttpContext context, bool? includeVectors)
    {
        IDocumentCollection source = await registry.GetAsync(collection);
        CollectionSchema schema = source.Schema;
        DocumentKey key = KeyOf(context, id, schema);
        return TypedResults.Ok(new DocumentBody(source.Fetch(key, includeVectors ?? true) ?? throw Missing(key, collection), schema));
    }

    private static async Task<NoContent> DeleteOneAsync(
        string collection, string id, CollectionRegistry registry, HttpContext context, CancellationToken cancellationToken)
    {
        IDocumentCollection target = await registry.GetAsync(collection);
        DocumentKey key = KeyOf(context, id, target.Schema);
        IReadOnlyList<WriteResult> results = await target.DeleteAsync([key], cancellationToken);
        return results[0].Succeeded ? TypedResults.NoContent() : throw Missing(key, collection);
    }

    private static async Task<DocumentsResponse> FetchAsync(
        string collection, KeysRequest request, CollectionRegistry registry, ZvecServerOptions options)
    {
        IDocumentCollection source = await registry.GetAsync(collection);
        CheckBatch(request.Ids.Count, options);
        CollectionSchema schema = source.Schema;
        return new DocumentsResponse(
        [
            .. source.Fetch(request.Ids.Select(id => DocumentJson.ReadKey(id, schema)), request.IncludeVectors)
                .Select(document => document is null ? (DocumentBody?)null : new DocumentBody(document, schema)),
        ]);
    }

    private static async Task<WriteResponse> DeleteAsync(
        string collection, DeleteRequest request, CollectionRegistry registry, ZvecServerOptions options,
        CancellationToken cancellationToken)
    {
        IDocumentCollection target = await registry.GetAsync(collection);
        if ((request.Ids is null) == (request.Filter is null))
        {
            throw new ZvecException(ZvecErrorCode.InvalidArgument, "A deletion has either 'ids' or 'filter'; give one of them.");
        }

        if (request.Filter is { } filter)
            return new WriteResponse(await target.DeleteAsync(Filter.Parse(filter), cancellationToken), []);
        CheckBatch(request.Ids!.Count, options);
        CollectionSchema schema = target.Schema;
        return WriteResponse.From(await target.DeleteAsync(
            [.. request.Ids.Select(id => DocumentJson.ReadKey(id, schema))], cancellationToken));
    }

    /// <summary>The key as the client wrote it: in a route's value, %2F and the like may stand for themselves or for a slash.</summary>
    private static DocumentKey KeyOf(HttpContext context, string id, CollectionSchema schema)
    {
        string target = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        int end = target.IndexOf('?', StringComparison.Ordinal);
        string path = end < 0 ? target : target[..end];
        string text = path.Length == 0 ? id : Uri.UnescapeDataString(path[(path.TrimEnd('/').LastIndexOf('/') + 1)..].TrimEnd('/'));
        return DocumentJson.ParseKey(text, schema);
    }

    private static void CheckBatch(int count, ZvecServerOptions options) =>
        LimitException.Check("The number of documents in the request is", count, options.MaxBatch, nameof(options.MaxBatch));

    private static ZvecException Missing(DocumentKey key, string collection) =>
        new(ZvecErrorCode.NotFound, $"Collection '{collection}' has no document {key}.");
}
