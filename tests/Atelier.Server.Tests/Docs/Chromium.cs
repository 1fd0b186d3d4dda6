using Microsoft.Playwright;

namespace Atelier.Server.Tests.Docs;

/// <summary>A browser without a window, with an empty profile of its own.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Arguments =
    [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        // A machine with other work takes its time; what never comes fails later.
        Assertions.SetDefaultExpectTimeout(30_000);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Find(), Args = Arguments });
    }

    /// <summary>A page in a context of its own, with its complaints.</summary>
    public async Task<WatchedPage> OpenAsync(ColorScheme colors = ColorScheme.Light, int width = 1280, int height = 900)
    {
        var context = await _browser!.NewContextAsync(
            new()
            {
                ColorScheme = colors,
                ViewportSize = new() { Width = width, Height = height },
            }
        );
        return await WatchedPage.CreateAsync(await context.NewPageAsync());
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    private static string Find() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .SelectMany(folder => new[] { "chromium", "chromium-browser" }, Path.Combine)
            .FirstOrDefault(File.Exists)
        ?? throw new FileNotFoundException("Chromium is missing: install it with 'apt-get install chromium'.");
}
