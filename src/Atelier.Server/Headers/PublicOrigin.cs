using Atelier.Server.Setup;

namespace Atelier.Server.Headers;

/// <summary>Where callers find us: <c>ATELIER_PUBLIC_URL</c> where it is set, since a proxy may hide it; else what they called.</summary>
internal sealed class PublicOrigin(ServerSettings settings)
{
    private readonly string? _configured = settings.PublicUrl?.ToString().TrimEnd('/');

    /// <summary>Base of the addresses handed out, without a slash at its end.</summary>
    public string Of(HttpRequest request) => _configured ?? $"{request.Scheme}://{request.Host}";

    /// <summary>Whether browsers reach us by TLS, here or at a proxy.</summary>
    public bool IsSecure(HttpRequest request) => Of(request).StartsWith("https:", StringComparison.Ordinal);

    /// <summary>
    /// Whether a browser's request comes from our own pages, or changes nothing. A cookie is sent by the browser, not by the
    /// page's author.
    /// </summary>
    public bool IsOwn(HttpRequest request) =>
        HttpMethods.IsGet(request.Method)
        || HttpMethods.IsHead(request.Method)
        || request.Headers.Origin == new Uri(Of(request)).GetLeftPart(UriPartial.Authority)
        || request.Headers.Origin == $"{request.Scheme}://{request.Host}";
}
