using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Atelier.Server.Tests.Docs;

/// <summary>A page, and everything the browser complained about on it.</summary>
public sealed class WatchedPage
{
    private readonly ConcurrentQueue<string> _complaints = [];

    private WatchedPage(IPage page) => Page = page;

    public IPage Page { get; }

    /// <summary>Console errors, uncaught errors, failed requests and violations of the policy, in order.</summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    public static async Task<WatchedPage> CreateAsync(IPage page)
    {
        var watched = new WatchedPage(page);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                watched._complaints.Enqueue($"{message.Type}: {message.Text}");
            }
        };
        page.PageError += (_, error) => watched._complaints.Enqueue($"uncaught: {error}");
        page.RequestFailed += (_, request) => watched._complaints.Enqueue($"failed: {request.Url}");
        await page.ExposeFunctionAsync("reportViolation", (string text) => watched._complaints.Enqueue(text));
        await page.AddInitScriptAsync(
            "addEventListener('securitypolicyviolation', "
                + "event => reportViolation(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`))"
        );
        return watched;
    }
}
