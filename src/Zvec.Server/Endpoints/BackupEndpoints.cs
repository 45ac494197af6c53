using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Zvec.Engine;
using Zvec.Server.Collections;
using Zvec.Server.Messages;

namespace Zvec.Server.Endpoints;

/// <summary>Backups: to a folder of the server, or as an archive to the client and back.</summary>
internal static class BackupEndpoints
{
    private const string Tag = "Backups";
    private const string ArchiveType = "application/zip";

    public static void Map(RouteGroupBuilder collections)
    {
        collections.MapPost("/{collection}/backup", BackupAsync).Writes().TakesLong().WithTags(Tag)
            .WithSummary("Back a collection up to the server's folder of backups");
        collections.MapGet("/{collection}/backup", DownloadAsync).Reads().TakesLong().WithTags(Tag)
            .WithSummary("Download a collection as a zip archive")
            .Produces(StatusCodes.Status200OK, contentType: ArchiveType);
        collections.MapPost("/{collection}/restore", RestoreAsync).Writes().TakesLong().WithTags(Tag)
            .WithSummary("Make a collection of a downloaded archive")
            .Accepts<Stream>(ArchiveType)
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<BackupResult> BackupAsync(
        string collection, BackupRequest request, CollectionRegistry registry, ZvecServerOptions options,
        CancellationToken cancellationToken)
    {
        IDocumentCollection source = await registry.GetAsync(collection);
        if (options.BackupPath is null)
        {
            throw new ZvecException(
                ZvecErrorCode.FailedPrecondition,
                "This server has no folder for backups (Zvec:BackupPath). Download the backup instead: GET …/backup.");
        }

        CollectionName.Check(request.Name);
        string target = Path.Combine(Path.GetFullPath(options.BackupPath), request.Name);
        return await source.BackupAsync(target, cancellationToken: cancellationToken);
    }

    private static async Task DownloadAsync(
        string collection, CollectionRegistry registry, HttpContext context, IHostApplicationLifetime lifetime,
        ILogger<CollectionRegistry> logger)
    {
        Collection source = await registry.GetSingleAsync(collection, "an archive");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        AllowSynchronousTransfer(context);
        context.Response.ContentType = ArchiveType;
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{collection}.zip\"";
        try
        {
            await source.BackupAsync(context.Response.Body, cancellationToken: stop.Token);
        }
        catch (Exception exception) when (context.Response.HasStarted)
        {
            // the client must not take what it has for everything
            if (!context.RequestAborted.IsCancellationRequested)
                ServerLog.DownloadBroken(logger, collection, exception);
            context.Abort();
        }
    }

    private static async Task<Created<CollectionResponse>> RestoreAsync(
        string collection, CollectionRegistry registry, HttpContext context, ZvecServerOptions options, CancellationToken cancellationToken)
    {
        AllowSynchronousTransfer(context);
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = options.MaxRestoreBytes;
        IDocumentCollection made = await registry.RestoreAsync(collection, context.Request.Body, cancellationToken);
        return TypedResults.Created($"/v1/collections/{collection}", CollectionResponse.From(collection, made));
    }

    /// <summary>Archives are read and written synchronously, by threads of their own.</summary>
    private static void AllowSynchronousTransfer(HttpContext context)
    {
        if (context.Features.Get<IHttpBodyControlFeature>() is { } control)
            control.AllowSynchronousIO = true;
    }
}
