using System.Net;
using Atelier.Client.Photos;
using Atelier.Client.Tests.Serving;

namespace Atelier.Client.Tests;

public sealed class AtelierClientTests : ClientTests
{
    [Fact]
    public async Task Cookies_GivenByTheService_AreSentAgain()
    {
        Server
            .On(
                "GET",
                "/api/usage",
                Answers.Json("{}", 400, ("Set-Cookie", "atelier_guest=g1; HttpOnly; SameSite=Lax; Path=/"))
            )
            .On("GET", StatusPath, Answers.State("completed", 100));
        using var client = CreateSut(new AtelierClientOptions { Cookies = new CookieContainer() });

        await FailsAsync(() => client.Photos.UsageAsync(Cancel));
        await client.Photos.StatusAsync(Answers.TaskId, Cancel);

        Assert.Equal("atelier_guest=g1", Server.Requests[1].Header("Cookie"));
    }

    [Fact]
    public async Task Cookies_NotAskedFor_AreNotKept()
    {
        Server.On(
            "GET",
            StatusPath,
            Answers.Text(
                200,
                "application/json",
                $$"""{"taskId": "{{Answers.TaskId}}", "status": "failed"}""",
                ("Set-Cookie", "a=b")
            )
        );

        await Photos.StatusAsync(Answers.TaskId, Cancel);
        await Photos.StatusAsync(Answers.TaskId, Cancel);

        Assert.Null(Server.Requests[1].Header("Cookie"));
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("atl_key", false)]
    public async Task Origin_OfWhoChangesSomething_IsSaidWhereACookieMayCome(string? key, bool said)
    {
        using var client = CreateSut(new AtelierClientOptions { ApiKey = key });

        await FailsAsync(() => client.Photos.GenerateAsync(new PhotoRequest(Answers.SessionId), Cancel));
        await FailsAsync(() => client.Photos.UsageAsync(Cancel));

        var own = Server.Url.GetLeftPart(UriPartial.Authority);
        Assert.Equal([said ? own : null, null], Server.Requests.Select(heard => heard.Header("Origin")));
    }

    [Fact]
    public async Task HttpClient_Given_IsUsedAndStaysOpen()
    {
        Server.On("GET", StatusPath, Answers.State("completed", 100));
        using var http = new HttpClient { BaseAddress = Server.Url };
        http.DefaultRequestHeaders.Add("X-Mine", "yes");

        using (var client = new AtelierClient(http))
        {
            await client.Photos.StatusAsync(Answers.TaskId, Cancel);
        }

        Assert.Equal("yes", Server.Requests[0].Header("X-Mine"));
        Assert.Null(Server.Requests[0].Header("Authorization"));
        Assert.Equal(
            HttpStatusCode.OK,
            (await http.GetAsync(new Uri(StatusPath, UriKind.Relative), Cancel)).StatusCode
        );
    }

    [Fact]
    public void Options_Text_HasNoKey() =>
        Assert.DoesNotContain(
            "atl_",
            new AtelierClientOptions { ApiKey = "atl_secret" }.ToString(),
            StringComparison.Ordinal
        );

    public static TheoryData<AtelierClientOptions> Wrong() =>
        [
            new AtelierClientOptions(),
            new AtelierClientOptions { BaseAddress = new Uri("file:///etc/passwd") },
            new AtelierClientOptions { BaseAddress = new Uri("/api", UriKind.Relative) },
            Good with
            {
                ApiKey = "two\r\nlines",
            },
            Good with
            {
                MaxRetries = -1,
            },
            Good with
            {
                PollInterval = TimeSpan.Zero,
            },
            Good with
            {
                CallLimit = TimeSpan.FromDays(400),
            },
        ];

    [Theory]
    [MemberData(nameof(Wrong))]
    public void New_WrongOptions_AreRefused(AtelierClientOptions options) =>
        Assert.Throws<ArgumentException>(() => new AtelierClient(options));

    [Fact]
    public void New_CookiesWithAnHttpClient_AreRefused()
    {
        using var http = new HttpClient { BaseAddress = new Uri("http://127.0.0.1:5080") };

        Assert.Throws<ArgumentException>(() =>
            new AtelierClient(http, new AtelierClientOptions { Cookies = new CookieContainer() })
        );
    }

    private static AtelierClientOptions Good => new() { BaseAddress = new Uri("http://127.0.0.1:5080") };
}
