using Atelier.Server.Setup;
using Microsoft.Extensions.Primitives;

namespace Atelier.Server.Headers;

/// <summary>Where callers find us: <c>ATELIER_PUBLIC_URL</c> where it is set, since a proxy may hide it; else what they called.</summary>
internal sealed class PublicOrigin(ServerSettings settings)
{
    private readonly string? _configured = settings.PublicUrl?.ToString().TrimEnd('/');
    private readonly string? _authority = settings.PublicUrl?.GetLeftPart(UriPartial.Authority);

    /// <summary>Base of the addresses handed out, without a slash at its end.</summary>
    public string Of(HttpRequest request) => _configured ?? $"{request.Scheme}://{request.Host}";

    /// <summary>Whether browsers reach us by TLS, here or at a proxy.</summary>
    public bool IsSecure(HttpRequest request) =>
        _configured?.StartsWith("https:", StringComparison.Ordinal) ?? request.IsHttps;

    /// <summary>
    /// Whether a browser's request comes from our own pages. A cookie is sent by the browser, not by the page's author: who changes
    /// something, opens a WebSocket or names an origin must name ours, and who only reads must not come from another site.
    /// </summary>
    public bool IsOwn(HttpRequest request)
    {
        var headers = request.Headers;
        // Another port of this machine is the same site to a browser, and would bring the cookie along.
        if (headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site")
        {
            return false;
        }

        return headers.Origin.Count > 0
            ? IsOurs(headers.Origin, request)
            : (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) && headers.Upgrade.Count == 0;
    }

    private bool IsOurs(StringValues origin, HttpRequest request) =>
        (_authority is not null && origin == _authority) || origin == $"{request.Scheme}://{request.Host}";
}
