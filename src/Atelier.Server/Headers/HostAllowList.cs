using System.Net;
using Atelier.Core.Errors;

namespace Atelier.Server.Headers;

/// <summary>Refuses requests to names that are not ours, so that a page elsewhere cannot reach a local service by DNS.</summary>
internal static class HostAllowList
{
    public static IApplicationBuilder UseHostAllowList(this IApplicationBuilder app, IReadOnlyList<string> allowed)
    {
        var names = allowed.Select(AsInHeaders).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return app.Use(
            (context, next) =>
                names.Contains(context.Request.Host.Host)
                    ? next(context)
                    : throw new AtelierException(
                        ErrorCode.Forbidden,
                        "This host name is not served here; add it to ATELIER_ALLOWED_HOSTS if it should be."
                    )
        );
    }

    // IPv6 stands in brackets there, whatever the setting says; nothing else does.
    private static string AsInHeaders(string name) =>
        name.Contains(':', StringComparison.Ordinal) && IPAddress.TryParse(name, out _)
            ? $"[{name.Trim('[', ']')}]"
            : name;
}
