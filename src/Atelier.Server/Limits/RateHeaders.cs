using System.Globalization;
using Atelier.Core.Limits;

namespace Atelier.Server.Limits;

/// <summary>Tells a caller in <c>RateLimit-*</c> headers what its limits leave; of several the tightest, and all in the policy.</summary>
internal static class RateHeaders
{
    public const string Limit = "RateLimit-Limit";
    public const string Remaining = "RateLimit-Remaining";
    public const string Reset = "RateLimit-Reset";
    public const string Policy = "RateLimit-Policy";

    /// <summary>Adds limits that the request met; without any there are no headers.</summary>
    public static void Write(HttpContext context, IReadOnlyList<LimitWindow> windows)
    {
        // An error clears the answer's headers and writes them anew, with what was met before it.
        var before = context.Features.Get<MetLimits>()?.Windows ?? [];
        // Of limits that look the same, and of two states of one, what leaves less counts.
        var met = new MetLimits([
            .. before
                .Concat(windows)
                .GroupBy(window => (window.Limit, window.Span))
                .Select(same => same.MinBy(window => window.Left)!),
        ]);
        if (LimitWindow.TightestOf(met.Windows) is not { } tightest)
        {
            return;
        }

        context.Features.Set(met);
        var headers = context.Response.Headers;
        headers[Limit] = Text(tightest.Limit);
        headers[Remaining] = Text(tightest.Left);
        headers[Reset] = Text(tightest.ResetSeconds);
        headers[Policy] = string.Join(
            ", ",
            met.Windows.Select(window => $"{Text(window.Limit)};w={Text((int)window.Span.TotalSeconds)}").Distinct()
        );
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed record MetLimits(IReadOnlyList<LimitWindow> Windows);
}
