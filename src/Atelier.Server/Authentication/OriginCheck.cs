namespace Atelier.Server.Authentication;

/// <summary>A cookie is sent by the browser, not by the page's author: what changes things must come from our own pages.</summary>
internal static class OriginCheck
{
    public static bool Passes(HttpRequest request) =>
        HttpMethods.IsGet(request.Method)
        || HttpMethods.IsHead(request.Method)
        || request.Headers.Origin == $"{request.Scheme}://{request.Host}";
}
