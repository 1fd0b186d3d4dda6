using Atelier.Server.Tests.Serving;
using Microsoft.Playwright;

namespace Atelier.Server.Tests.Docs;

public sealed class DocsBrowserTests(TestServer server, Chromium chromium)
    : IClassFixture<TestServer>,
        IClassFixture<Chromium>
{
    [Fact]
    public async Task SignInLink_ThenPaintThenTryItThenSignOut_WorksWithoutComplaint()
    {
        var watched = await chromium.OpenAsync();
        var page = watched.Page;

        await page.GotoAsync($"{Docs}#code={server.SignInCode}");
        await Assertions.Expect(page.Locator("#session")).ToHaveTextAsync("Signed in as the owner");
        Assert.Equal(Docs, page.Url);

        await PaintAsync(page);
        var picture = page.Locator("#picture");
        await Assertions.Expect(picture).ToBeVisibleAsync();
        Assert.StartsWith("blob:", await picture.GetAttributeAsync("src"), StringComparison.Ordinal);
        Assert.Equal(1024, await picture.EvaluateAsync<int>("picture => picture.naturalWidth"));
        Assert.Equal(768, await picture.EvaluateAsync<int>("picture => picture.naturalHeight"));
        await Assertions.Expect(page.Locator("#failure")).ToBeEmptyAsync();

        Assert.Equal("200", await TryListAsync(page));

        await page.ReloadAsync();
        await Assertions.Expect(page.Locator("#session")).ToHaveTextAsync("Signed in as the owner");
        await page.Locator("#sign-out").ClickAsync();
        await Assertions.Expect(page.Locator("#session")).ToHaveTextAsync("Signed out");
        await Assertions.Expect(page.Locator("#sign-out")).ToBeHiddenAsync();
        Assert.Empty(await page.Context.CookiesAsync());
        Assert.Empty(watched.Complaints);
    }

    [Fact]
    public async Task SignInLink_UsedBefore_ShowsWhyAndLeavesNoCode()
    {
        var watched = await chromium.OpenAsync();

        await watched.Page.GotoAsync($"{Docs}#code=this-is-no-code");

        await Assertions
            .Expect(watched.Page.Locator("#session"))
            .ToContainTextAsync("This sign-in code was used before or is too old");
        Assert.Equal(Docs, watched.Page.Url);
        Assert.DoesNotContain(watched.Complaints, text => !IsUnauthorized(text));
    }

    [Fact]
    public async Task Paint_NotSignedIn_SaysHowToSignIn()
    {
        var watched = await chromium.OpenAsync(ColorScheme.Dark, width: 375, height: 800);
        var page = watched.Page;
        await page.GotoAsync(Docs);

        await PaintAsync(page);

        await Assertions.Expect(page.Locator("#failure")).ToContainTextAsync("Sign in first");
        await Assertions.Expect(page.Locator("#result")).ToBeHiddenAsync();
        await Assertions.Expect(page.Locator(".opblock").First).ToBeVisibleAsync();
        Assert.Equal(0, await page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth"));
        Assert.DoesNotContain(watched.Complaints, text => !IsUnauthorized(text));
    }

    [Fact]
    public async Task Paint_WithAKeyUnderAuthorize_UsesThatKey()
    {
        var watched = await chromium.OpenAsync();
        var page = watched.Page;
        await page.GotoAsync(Docs);

        await page.Locator("#reference .auth-wrapper > .authorize").ClickAsync();
        await page.Locator(".auth-container input").FillAsync(server.OwnerKey);
        await page.Locator(".auth-btn-wrapper .authorize").ClickAsync();
        await page.Locator(".auth-btn-wrapper .btn-done").ClickAsync();
        await PaintAsync(page);

        await Assertions.Expect(page.Locator("#picture")).ToBeVisibleAsync();
        Assert.Empty(watched.Complaints);
    }

    private string Docs => new Uri(server.Url, "/docs").ToString();

    // The browser itself notes every answer of 400 and above on its console.
    private static bool IsUnauthorized(string complaint) =>
        complaint == "error: Failed to load resource: the server responded with a status of 401 (Unauthorized)";

    // By keyboard alone: the prompt, then on to the button.
    private static async Task PaintAsync(IPage page)
    {
        await page.GetByLabel("What should it show?").FillAsync(Bodies.Prompt);
        await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(page.GetByLabel("Size")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Tab");
        await Assertions
            .Expect(page.GetByRole(AriaRole.Button, new() { Name = "Paint", Exact = true }))
            .ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions
            .Expect(page.Locator("#progress"))
            .Not.ToContainTextAsync("Painting", new() { Timeout = 30_000 });
    }

    private static async Task<string> TryListAsync(IPage page)
    {
        var door = page.Locator("#operations-Generations-ListGenerations");
        await door.Locator(".opblock-summary-control").ClickAsync();
        await door.Locator(".try-out__btn").ClickAsync();
        await door.Locator("button.execute").ClickAsync();
        return (
            await door.Locator(".live-responses-table tbody .response-col_status").First.TextContentAsync()
        )!.Trim();
    }
}
