using Atelier.Providers.Failures;
using Atelier.Providers.Http;
using Atelier.Providers.Tests.Serving;

namespace Atelier.Providers.Tests.Http;

/// <summary>The key of a provider reaches the provider's own address and nothing else.</summary>
public sealed class CredentialTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task PostPaidAsync_RedirectElsewhere_TakesNoKeyThere(int status)
    {
        await using var thief = await StubServer.AnsweringAsync(200, "{}");
        await using var server = await StubServer.AnsweringAsync(
            status,
            "",
            headers: ("Location", thief.Url.ToString())
        );
        using var site = Sites.To(server.Url);

        using var answer = await site.PostPaidAsync("/x", new StringContent("hello"), new TestGuard(), Cancel);

        Assert.Equal(status, answer.Status);
        Assert.Empty(thief.Requests);
        Assert.Equal(Sites.Key, Assert.Single(server.Requests).Headers["Authorization"]);
    }

    [Fact]
    public async Task DownloadAsync_FileAtAnotherHostOnTheList_TakesNoKeyThere()
    {
        await using var files = await StubServer.AnsweringAsync(200, "pixels", "image/png");
        await using var server = await StubServer.AnsweringAsync(200, "{}");
        using var site = Sites.To(server.Url, null, files.Url.Authority);

        await site.DownloadAsync(new Uri(files.Url, "/f.png"), new MemorySpool(), "picture-0", Cancel);

        Assert.DoesNotContain(Sites.Key, Assert.Single(files.Requests).Headers.Values);
    }

    [Fact]
    public async Task DownloadAsync_FileAtAnotherPortOfTheProvider_IsNotAskedFor()
    {
        await using var thief = await StubServer.AnsweringAsync(200, "pixels", "image/png");
        await using var server = await StubServer.AnsweringAsync(200, "{}");
        using var site = Sites.To(server.Url);

        await Assert.ThrowsAsync<ProviderException>(() =>
            site.DownloadAsync(new Uri(thief.Url, "/f.png"), new MemorySpool(), "picture-0", Cancel)
        );

        Assert.Empty(thief.Requests);
    }

    // A task's name comes from an answer; it must not lead to another host.
    [Theory]
    [InlineData("/../../admin")]
    [InlineData("//evil.example.com/x")]
    [InlineData("/@evil.example.com/x")]
    [InlineData("/x?y=http://evil.example.com")]
    [InlineData("/\\evil.example.com/x")]
    public async Task GetAsync_PathThatLooksLikeAHost_StaysAtTheProvider(string path)
    {
        await using var server = await StubServer.AnsweringAsync(200, "{}");
        using var site = Sites.To(server.Url);

        using var answer = await site.GetAsync(path, Cancel);

        Assert.Equal(200, answer.Status);
        Assert.Single(server.Requests);
    }

    [Fact]
    public void ToString_OptionsOfASite_HoldNoKey()
    {
        var options = new ProviderSiteOptions
        {
            Provider = "openai",
            BaseUrl = new Uri("https://api.example.com"),
            KeyHeader = "Authorization",
            KeyValue = Sites.Key,
            PostTimeout = Sites.PostTimeout,
        };

        Assert.DoesNotContain(Sites.Key, options.ToString(), StringComparison.Ordinal);
    }
}
