using System.Buffers;
using System.IO.Pipelines;
using System.Text.Encodings.Web;
using System.Text.Json;
using Zvec.Engine;
using Zvec.Server.Collections;
using Zvec.Server.Messages;

namespace Zvec.Server.Endpoints;

/// <summary>All documents, or those that a filter matches, as a stream of lines.</summary>
internal static class ScanEndpoint
{
    private const string ContentType = "application/jsonl; charset=utf-8";

    /// <summary>Bytes that are gathered before the client gets them, and waited for.</summary>
    private const int FlushBytes = 1 << 16;

    private static readonly JsonWriterOptions Lines = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Map(RouteGroupBuilder collections) =>
        collections.MapPost("/{collection}/scan", ScanAsync).Reads().TakesLong().WithTags("Search")
            .WithSummary("Stream documents as JSON lines, as they are now, in no order that can be relied on")
            .Produces(StatusCodes.Status200OK, contentType: "application/jsonl");

    private static async Task ScanAsync(
        string collection, ScanRequest request, CollectionRegistry registry, HttpContext context, IHostApplicationLifetime lifetime,
        ILogger<CollectionRegistry> logger)
    {
        IDocumentCollection source = await registry.GetAsync(collection);
        CollectionSchema schema = source.Schema;
        CheckFields(request.OutputFields, schema);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        using IEnumerator<Document> documents = source.Scan(request.Filter, request.IncludeVectors).GetEnumerator();
        bool isMore = documents.MoveNext(); // a filter that does not fit shows itself here, while there can be another answer
        context.Response.ContentType = ContentType;
        try
        {
            PipeWriter output = context.Response.BodyWriter;
            using var writer = new Utf8JsonWriter(output, Lines);
            for (; isMore; isMore = documents.MoveNext())
            {
                stop.Token.ThrowIfCancellationRequested();
                DocumentJson.Write(writer, Chosen(documents.Current, request.OutputFields), schema);
                writer.Flush();
                writer.Reset();
                output.Write("\n"u8);
                if (output.UnflushedBytes >= FlushBytes)
                    await output.FlushAsync(stop.Token);
            }

            await output.FlushAsync(stop.Token);
        }
        catch (Exception exception)
        {
            // the client cannot be told with a status any more, and must not take what it has for everything
            if (!context.RequestAborted.IsCancellationRequested)
                ServerLog.ScanBroken(logger, collection, exception);
            context.Abort();
        }
    }

    private static Document Chosen(Document document, IReadOnlyList<string>? fields)
    {
        if (fields is null)
            return document;
        var chosen = new Document(document.Key);
        foreach (string field in fields)
        {
            if (document.TryGetValue(field, out object? value))
                chosen[field] = value;
        }

        return chosen;
    }

    private static void CheckFields(IReadOnlyList<string>? fields, CollectionSchema schema)
    {
        foreach (string field in fields.WithoutNulls("outputFields") ?? [])
        {
            if (schema.Fields.All(known => known.Name != field) && schema.Vectors.All(known => known.Name != field))
            {
                throw new ZvecException(
                    ZvecErrorCode.InvalidArgument,
                    $"Collection '{schema.Name}' has no field '{field}' to hold in the documents of a scan.");
            }
        }
    }
}
