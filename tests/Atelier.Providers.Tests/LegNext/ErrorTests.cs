using Atelier.Providers.Failures;
using Atelier.Providers.Http;
using Atelier.Providers.LegNext;
using Atelier.Providers.Tests.Serving;
using static Atelier.Providers.Tests.LegNext.LegNextOrders;

namespace Atelier.Providers.Tests.LegNext;

/// <summary>What each status of the paid POST means, and what it costs.</summary>
[Trait("Requirement", "A-34")]
[Trait("Requirement", "A-38")]
public sealed class ErrorTests
{
    private const string Sensitive = """{"code":403,"message":"Sensitive content in 'Zanzibar'","raw_message":""}""";

    [Theory]
    [InlineData(400, "{}", FailureKind.BadRequest, Charge.None)]
    [InlineData(413, "{}", FailureKind.BadRequest, Charge.None)]
    [InlineData(422, "{}", FailureKind.BadRequest, Charge.None)]
    [InlineData(401, "{}", FailureKind.Unauthorized, Charge.None)]
    [InlineData(402, "{}", FailureKind.OutOfCredits, Charge.None)]
    [InlineData(403, Sensitive, FailureKind.Refused, Charge.None)]
    [InlineData(403, """{"code":403,"message":"No permission for it"}""", FailureKind.Unauthorized, Charge.None)]
    [InlineData(
        403,
        """{"code":403,"message":"","raw_message":"Missing PRIVILEGE"}""",
        FailureKind.Unauthorized,
        Charge.None
    )]
    [InlineData(403, "<html>blocked</html>", FailureKind.Unauthorized, Charge.None)]
    [InlineData(404, "{}", FailureKind.ModelGone, Charge.None)]
    [InlineData(408, "{}", FailureKind.Lost, Charge.Unknown)]
    [InlineData(429, "{}", FailureKind.RateLimited, Charge.None)]
    [InlineData(301, "", FailureKind.ServerError, Charge.None)]
    [InlineData(302, "", FailureKind.ServerError, Charge.Unknown)]
    [InlineData(500, "{}", FailureKind.ServerError, Charge.Unknown)]
    [InlineData(502, "<html>", FailureKind.ServerError, Charge.Unknown)]
    [InlineData(503, "{}", FailureKind.ServerError, Charge.Unknown)]
    [InlineData(504, "", FailureKind.ServerError, Charge.Unknown)]
    [InlineData(200, "", FailureKind.Unreadable, Charge.Unknown)]
    [InlineData(200, "<html>Zanzibar</html>", FailureKind.Unreadable, Charge.Unknown)]
    [InlineData(200, "[]", FailureKind.Unreadable, Charge.Unknown)]
    [InlineData(200, """{"status":"pending"}""", FailureKind.Unreadable, Charge.Unknown)]
    [InlineData(200, """{"job_id":"../../account/balance"}""", FailureKind.Unreadable, Charge.Unknown)]
    [InlineData(204, "", FailureKind.Unreadable, Charge.Unknown)]
    public async Task Submit_Status_HasItsKindAndCharge(int status, string body, FailureKind kind, Charge charge)
    {
        await using var server = await StubServer.StartAsync(async context =>
        {
            context.Response.StatusCode = status;
            if (status != 204)
            {
                await context.Response.Body.WriteAsync(System.Text.Encoding.UTF8.GetBytes(body));
            }
        });
        using var site = SiteOf(server.Url);

        var failure = await SubmitAsync(site);

        Assert.Equal((kind, charge), (failure.Kind, failure.Charge));
        Assert.Equal(("legnext", status), (failure.Provider, failure.Status));
        Assert.StartsWith("LegNext ", failure.Message);
        Assert.DoesNotContain("Zanzibar", failure.ToString());
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Submit_TooMany_TellsHowLongToWait()
    {
        await using var server = await StubServer.AnsweringAsync(429, "{}", headers: ("Retry-After", "17"));
        using var site = SiteOf(server.Url);

        Assert.Equal(TimeSpan.FromSeconds(17), (await SubmitAsync(site)).RetryAfter);
    }

    [Fact]
    public async Task Submit_NobodyListens_WasNotSent()
    {
        var server = await StubServer.AnsweringAsync(200, "{}");
        var address = server.Url;
        await server.DisposeAsync();
        using var site = SiteOf(address);

        var failure = await SubmitAsync(site);

        Assert.Equal((FailureKind.NotSent, Charge.None), (failure.Kind, failure.Charge));
    }

    [Fact]
    [Trait("Requirement", "C-55")]
    public async Task Submit_WordThatTheProviderRefuses_IsARefusalWithoutItsText()
    {
        await using var bench = await LegNextBench.StartAsync();

        var failure = await LegNextBench.FailAsync(() => bench.SubmitAsync(Create("gore")));

        Assert.Equal((FailureKind.Refused, Charge.None), (failure.Kind, failure.Charge));
        Assert.DoesNotContain("Sensitive", failure.ToString());
    }

    [Fact]
    public async Task Submit_PointsGone_IsOutOfCredits()
    {
        await using var bench = await LegNextBench.StartAsync(points: 79);

        var failure = await LegNextBench.FailAsync(() => bench.SubmitAsync(Create()));

        Assert.Equal((FailureKind.OutOfCredits, Charge.None), (failure.Kind, failure.Charge));
    }

    private static ProviderSite SiteOf(Uri address) =>
        new(LegNextSite.Options(LegNextBench.Key, address), TimeProvider.System);

    private static Task<ProviderException> SubmitAsync(ProviderSite site) =>
        LegNextBench.FailAsync(() =>
            new LegNextProvider(site, TimeProvider.System).SubmitAsync(
                LegNextBench.Paid(Compiled(Create())),
                LegNextBench.Cancel
            )
        );
}
