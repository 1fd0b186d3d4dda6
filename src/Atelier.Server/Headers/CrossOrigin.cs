using Atelier.Server.Setup;

namespace Atelier.Server.Headers;

/// <summary>
/// Which pages of other origins may read our answers (requirement B-67): those of <c>ATELIER_CORS_ORIGINS</c>, by key alone. That
/// credentials are allowed is never said, so that no cookie of ours works from elsewhere.
/// </summary>
internal sealed class CrossOrigin(ServerSettings settings)
{
    private const string Methods = "GET, HEAD, POST, PUT, PATCH, DELETE";
    private const string Asked =
        "Atelier-Quote, Authorization, Content-Type, Idempotency-Key, If-None-Match, Last-Event-ID, Prefer, Range";
    private const string Shown =
        "Atelier-Fallback-From, Atelier-Generation, Atelier-Model, Atelier-Reused, Content-Disposition, ETag, Location, RateLimit, RateLimit-Limit, RateLimit-Policy, "
        + "RateLimit-Remaining, RateLimit-Reset, Retry-After";

    private readonly HashSet<string> _allowed = new(settings.CorsOrigins, StringComparer.OrdinalIgnoreCase);

    /// <summary>Says whether the page that asks may read the answer.</summary>
    public void Add(HttpContext context)
    {
        if (_allowed.Count == 0)
        {
            return;
        }

        var headers = context.Response.Headers;
        headers.Vary = "Origin";
        if (IsAllowed(context.Request))
        {
            headers.AccessControlAllowOrigin = context.Request.Headers.Origin;
            headers.AccessControlExposeHeaders = Shown;
        }
    }

    /// <summary>Answers the question that browsers ask before the request itself; false when it is not one, or not allowed.</summary>
    public bool Answer(HttpContext context)
    {
        if (
            !HttpMethods.IsOptions(context.Request.Method)
            || context.Request.Headers.AccessControlRequestMethod.Count == 0
            || !IsAllowed(context.Request)
        )
        {
            return false;
        }

        var headers = context.Response.Headers;
        headers.AccessControlAllowMethods = Methods;
        headers.AccessControlAllowHeaders = Asked;
        headers.AccessControlMaxAge = "600";
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return true;
    }

    /// <summary>Whether a page of this origin is on the list.</summary>
    public bool IsAllowed(HttpRequest request) =>
        request.Headers.Origin is { Count: 1 } origin && _allowed.Contains(origin.ToString());
}
