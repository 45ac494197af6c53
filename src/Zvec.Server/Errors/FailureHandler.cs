using System.Text.Json;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Diagnostics;
using Zvec.Engine;

namespace Zvec.Server.Errors;

/// <summary>Turns what a request failed with into a problem with the status that fits.</summary>
internal sealed class FailureHandler(ZvecServerOptions options, IHostApplicationLifetime lifetime, ILogger<FailureHandler> logger)
    : IExceptionHandler
{
    private const int ClientClosedRequest = 499;

    private readonly string _folder = Path.GetFullPath(options.Path!);
    private readonly string? _backups = options.BackupPath is null ? null : Path.GetFullPath(options.BackupPath);

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (httpContext.RequestAborted.IsCancellationRequested && !lifetime.ApplicationStopping.IsCancellationRequested
            && exception is OperationCanceledException or ConnectionResetException or BadHttpRequestException)
        {
            httpContext.Response.StatusCode = ClientClosedRequest; // nobody reads it, but the log and the metrics do
            return true;
        }

        await (exception switch
        {
            ZvecException failure => WriteAsync(httpContext, failure),
            LimitException limit => ProblemWriter.WriteAsync(
                httpContext, StatusCodes.Status413PayloadTooLarge, "Too much asked", limit.Message, ZvecErrorCode.ResourceExhausted),
            BadHttpRequestException bad => WriteAsync(httpContext, bad),
            JsonException json => WriteInvalidAsync(httpContext, $"The body is not the JSON that this call takes. {json.Message}"),
            OperationCanceledException => ProblemWriter.WriteAsync(
                httpContext, StatusCodes.Status503ServiceUnavailable, "Stopping", "The server is stopping."),
            ObjectDisposedException => ProblemWriter.WriteAsync(
                httpContext, StatusCodes.Status503ServiceUnavailable, "Collection closed",
                "The collection was dropped, or the server is stopping. Ask again."),
            _ => WriteUnexpectedAsync(httpContext, exception),
        }).ConfigureAwait(false);
        return true;
    }

    private Task WriteAsync(HttpContext context, ZvecException failure)
    {
        int status = ErrorStatus.Of(failure.Code);
        string title = ErrorStatus.TitleOf(failure.Code);
        if (status != StatusCodes.Status500InternalServerError)
            return ProblemWriter.WriteAsync(context, status, title, WithoutFolders(failure.Message), failure.Code);
        ServerLog.RequestFailed(logger, context.Request.Method, context.Request.Path, failure);
        return ProblemWriter.WriteAsync(context, status, title, "The log of the server says more.", failure.Code);
    }

    private static Task WriteAsync(HttpContext context, BadHttpRequestException bad)
    {
        string detail = bad.InnerException is JsonException json ? $"{bad.Message} {json.Message}" : bad.Message;
        return bad.StatusCode == StatusCodes.Status400BadRequest
            ? WriteInvalidAsync(context, detail)
            : ProblemWriter.WriteAsync(
                context, bad.StatusCode, Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(bad.StatusCode), detail,
                bad.StatusCode == StatusCodes.Status413PayloadTooLarge ? ZvecErrorCode.ResourceExhausted : null);
    }

    private static Task WriteInvalidAsync(HttpContext context, string detail) => ProblemWriter.WriteAsync(
        context, StatusCodes.Status400BadRequest, ErrorStatus.TitleOf(ZvecErrorCode.InvalidArgument), detail,
        ZvecErrorCode.InvalidArgument);

    private Task WriteUnexpectedAsync(HttpContext context, Exception exception)
    {
        ServerLog.RequestFailed(logger, context.Request.Method, context.Request.Path, exception);
        return ProblemWriter.WriteAsync(
            context, StatusCodes.Status500InternalServerError, "Failed", "The log of the server says more.");
    }

    /// <summary>Where the data lies is no concern of clients.</summary>
    private string WithoutFolders(string message)
    {
        message = message.Replace(_folder, "", StringComparison.Ordinal);
        return _backups is null ? message : message.Replace(_backups, "", StringComparison.Ordinal);
    }
}
