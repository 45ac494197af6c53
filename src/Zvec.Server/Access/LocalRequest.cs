using System.Net;

namespace Zvec.Server.Access;

/// <summary>Tells whether a request comes from the same machine, and from somebody there rather than from a web page or through a
/// proxy.</summary>
internal static class LocalRequest
{
    private static readonly string[] ProxyHeaders = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP"];

    public static bool Is(HttpContext context)
    {
        // a web page that a browser of this machine shows can send requests here: under another name that resolves to this machine,
        // and under its own origin
        return context.Connection.RemoteIpAddress is { } address
            && IPAddress.IsLoopback(address)
            && IsLocalName(context.Request.Host.Host)
            && IsSameOrigin(context.Request)
            && !ProxyHeaders.Any(context.Request.Headers.ContainsKey);
    }

    /// <summary>Whether a name or address stands for this machine only.</summary>
    public static bool IsLocalName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address));

    private static bool IsSameOrigin(HttpRequest request)
    {
        string? origin = request.Headers.Origin;
        return origin is null || origin == $"{request.Scheme}://{request.Host}";
    }
}
