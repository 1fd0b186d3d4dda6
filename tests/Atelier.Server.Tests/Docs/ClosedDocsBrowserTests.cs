using Atelier.Server.Tests.Wall;
using Microsoft.Playwright;

namespace Atelier.Server.Tests.Docs;

/// <summary>The pages where strangers must not read them, in a real browser.</summary>
public sealed class ClosedDocsBrowserTests(WalledServer walled, Chromium chromium)
    : IClassFixture<WalledServer>,
        IClassFixture<Chromium>
{
    [Fact]
    public async Task SignInLink_WhereThePagesAreClosed_OpensThem()
    {
        var watched = await chromium.OpenAsync();
        var page = watched.Page;
        var docs = new Uri(walled.Server.Url, "/docs").ToString();
        await page.GotoAsync(docs);
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Sign in");

        await page.GotoAsync($"{docs}#code=this-is-no-code");
        await Assertions.Expect(page.Locator("#state")).ToContainTextAsync("used before or is too old");
        await page.GotoAsync($"{docs}#code={walled.Server.SignInCode}");

        await Assertions.Expect(page.Locator("#session")).ToHaveTextAsync("Signed in as the owner");
        await Assertions.Expect(page.Locator(".opblock").First).ToBeVisibleAsync();
        Assert.Equal(docs, page.Url);
        // The browser itself notes every answer of 400 and above on its console.
        Assert.DoesNotContain(watched.Complaints, text => !text.Contains("401", StringComparison.Ordinal));
    }
}
