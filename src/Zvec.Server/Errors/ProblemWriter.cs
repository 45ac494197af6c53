using System.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Zvec.Engine;
using Zvec.Server.Messages;

namespace Zvec.Server.Errors;

/// <summary>Writes failures as RFC 9457 has them.</summary>
internal static class ProblemWriter
{
    public const string ContentType = "application/problem+json";

    /// <summary>Writes a problem for an answer that is only a status: no such address or method, or a body that ASP.NET Core
    /// refused.</summary>
    public static Task WriteAsync(HttpContext context, ZvecServerOptions options)
    {
        int status = context.Response.StatusCode;
        string title = ReasonPhrases.GetReasonPhrase(status);
        return status == StatusCodes.Status413PayloadTooLarge
            ? WriteAsync(
                context, status, title,
                $"The body is longer than the {options.MaxBodyBytes} bytes that this server allows (Zvec:MaxBodyBytes).",
                ZvecErrorCode.ResourceExhausted)
            : WriteAsync(context, status, title);
    }

    /// <summary>Writes a problem as the response, whatever the client says that it accepts: it is no use to hide what went wrong.</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">The status.</param>
    /// <param name="title">The kind of problem.</param>
    /// <param name="detail">What was wrong, and the remedy.</param>
    /// <param name="code">The engine's code; null where the engine had no part in it.</param>
    public static Task WriteAsync(HttpContext context, int status, string title, string? detail = null, ZvecErrorCode? code = null)
    {
        var problem = new ProblemDetails
        {
            Type = code is null ? "about:blank" : $"urn:zvec:error:{code}",
            Title = title,
            Status = status,
            Detail = detail,
            Extensions = { ["traceId"] = Activity.Current?.Id ?? context.TraceIdentifier },
        };
        if (code is not null)
            problem.Extensions["code"] = code.ToString();
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(problem, ServerJson.Default.ProblemDetails, ContentType);
    }
}
