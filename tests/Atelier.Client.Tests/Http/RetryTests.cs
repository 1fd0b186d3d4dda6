using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Atelier.Client.Errors;
using Atelier.Client.Tests.Serving;

namespace Atelier.Client.Tests.Http;

public sealed class RetryTests : ClientTests
{
    private const string Path = "/api/usage";
    private const string Used = """
        {"success": true, "generationsToday": 3, "totalCostToday": 0.024, "remainingGenerations": -1, "dailyLimit": -1}
        """;

    [Fact]
    [Trait("Requirement", "B-72")]
    public async Task UsageAsync_Answer_IsRead()
    {
        Server.On("GET", Path, Answers.Json(Used));

        var usage = await Photos.UsageAsync(Cancel);

        Assert.Equal(
            (3, 0.024m, -1, -1),
            (usage.GenerationsToday, usage.TotalCostToday, usage.RemainingGenerations, usage.DailyLimit)
        );
    }

    [Fact]
    public async Task Get_CutAsTheConnectionWasMade_IsTriedAgain()
    {
        using var handler = new CutHandler();
        using var http = new HttpClient(handler);
        using var client = new AtelierClient(
            http,
            new AtelierClientOptions { BaseAddress = Server.Url, MaxRetries = 2 },
            Time
        );

        var error = await FailsAsync(() => client.Photos.UsageAsync(Cancel));

        Assert.Equal((ClientErrorCodes.Unreachable, 3), (error.Code, handler.Calls));
    }

    [Theory]
    [InlineData(503)]
    [InlineData(429)]
    [Trait("Requirement", "B-72")]
    public async Task Get_RetryAfter_IsHonoured(int status)
    {
        Server.On("GET", Path, Answers.Status(status, ("Retry-After", "17")), Answers.Json(Used));

        await Photos.UsageAsync(Cancel);

        Assert.Equal([TimeSpan.FromSeconds(17)], Time.Leaps);
    }

    [Fact]
    public async Task Get_RetryAfterAsADate_IsHonoured()
    {
        var date = Time.GetUtcNow().AddSeconds(9).ToString("R", CultureInfo.InvariantCulture);
        Server.On("GET", Path, Answers.Status(503, ("Retry-After", date)), Answers.Json(Used));

        await Photos.UsageAsync(Cancel);

        Assert.Equal([TimeSpan.FromSeconds(9)], Time.Leaps);
    }

    [Fact]
    public async Task Get_RetryAfterTooLong_GoesToTheCaller()
    {
        Server.On("GET", Path, Answers.Refusal(429, "RATE_LIMITED", "Too many", ("Retry-After", "600")));

        var error = await FailsAsync(() => Photos.UsageAsync(Cancel));

        Assert.Equal(TimeSpan.FromMinutes(10), error.RetryAfter);
        Assert.Single(Server.Requests);
    }

    [Fact]
    [Trait("Requirement", "B-72")]
    public async Task Get_NeverServed_GivesUpAfterABoundedNumber()
    {
        Server.On("GET", Path, Answers.Refusal(503, "NO_PROVIDER", "Later"));

        var error = await FailsAsync(() => Photos.UsageAsync(Cancel));

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "NO_PROVIDER"), (error.StatusCode!.Value, error.Code));
        Assert.Equal(5, Server.Requests.Count);
        Assert.Equal([1, 2, 4, 8], Time.Leaps.Select(leap => leap.TotalSeconds));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(500)]
    public async Task Get_OtherRefusal_IsNotRepeated(int status)
    {
        Server.On("GET", Path, Answers.Status(status));

        var error = await FailsAsync(() => Photos.UsageAsync(Cancel));

        Assert.Equal(((HttpStatusCode)status, ClientErrorCodes.Unknown), (error.StatusCode!.Value, error.Code));
        Assert.Single(Server.Requests);
    }

    [Fact]
    public async Task Get_NoAnswer_IsRepeatedAfterTheLimit()
    {
        using var client = CreateSut(new AtelierClientOptions { CallLimit = TimeSpan.FromSeconds(20) });
        Server.On("GET", Path, Answers.Hang(Server));

        var error = await FailsAsync(() => client.Photos.UsageAsync(Cancel));

        Assert.Equal(ClientErrorCodes.TimedOut, error.Code);
    }

    [Fact]
    public async Task Get_NobodyListens_IsUnreachable()
    {
        using var client = CreateSut(
            new AtelierClientOptions { BaseAddress = new Uri("http://127.0.0.1:1"), MaxRetries = 1 }
        );

        var error = await FailsAsync(() => client.Photos.UsageAsync(Cancel));

        Assert.Equal((ClientErrorCodes.Unreachable, null), (error.Code, error.StatusCode));
        Assert.Equal([TimeSpan.FromSeconds(1)], Time.Leaps);
    }

    // As .NET fails where a connection is cut before it was looked at.
    private sealed class CutHandler : HttpMessageHandler
    {
        public int Calls { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            Calls++;
            throw new SocketException((int)SocketError.NotConnected);
        }
    }
}
