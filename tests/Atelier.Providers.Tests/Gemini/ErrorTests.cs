using Atelier.Providers.Failures;
using Atelier.Providers.Gemini;
using Atelier.Providers.Http;
using Atelier.Providers.Tests.Serving;

namespace Atelier.Providers.Tests.Gemini;

public sealed class ErrorTests
{
    private const string Key = "goog-secret-0123456789";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(400, """{"error":{"status":"INVALID_ARGUMENT"}}""", FailureKind.BadRequest, Charge.None)]
    [InlineData(
        400,
        """{"error":{"status":"INVALID_ARGUMENT","details":[7,{"reason":"API_KEY_INVALID"}]}}""",
        FailureKind.Unauthorized,
        Charge.None
    )]
    [InlineData(400, """{"error":{"status":"FAILED_PRECONDITION"}}""", FailureKind.OutOfCredits, Charge.None)]
    [InlineData(401, "", FailureKind.Unauthorized, Charge.None)]
    [InlineData(402, "{}", FailureKind.OutOfCredits, Charge.None)]
    [InlineData(403, """{"error":{"status":"PERMISSION_DENIED"}}""", FailureKind.Unauthorized, Charge.None)]
    [InlineData(404, """{"error":{"status":"NOT_FOUND"}}""", FailureKind.ModelGone, Charge.None)]
    [InlineData(408, "", FailureKind.Lost, Charge.Unknown)]
    [InlineData(413, "", FailureKind.BadRequest, Charge.None)]
    [InlineData(429, """{"error":{"status":"RESOURCE_EXHAUSTED"}}""", FailureKind.RateLimited, Charge.None)]
    [InlineData(
        429,
        """{"error":{"details":[{"violations":[{"quotaId":"GenerateRequestsPerDayPerProject"}]}]}}""",
        FailureKind.OutOfCredits,
        Charge.None
    )]
    [InlineData(500, """{"error":{"status":"INTERNAL"}}""", FailureKind.ServerError, Charge.Unknown)]
    [InlineData(503, """{"error":{"status":"UNAVAILABLE"}}""", FailureKind.Overloaded, Charge.None)]
    [InlineData(503, "<html>of somebody between</html>", FailureKind.ServerError, Charge.Unknown)]
    [InlineData(504, """{"error":{"status":"DEADLINE_EXCEEDED"}}""", FailureKind.ServerError, Charge.Unknown)]
    [InlineData(301, "", FailureKind.Unreadable, Charge.None)]
    [InlineData(302, "", FailureKind.Unreadable, Charge.Unknown)]
    [InlineData(303, "", FailureKind.Unreadable, Charge.Unknown)]
    public async Task Submit_Status_MeansThis(int status, string body, FailureKind kind, Charge charge)
    {
        var failure = await FailAsync(status, body);

        Assert.Equal((kind, charge, status), (failure.Kind, failure.Charge, failure.Status));
        Assert.DoesNotContain(Key, failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("34s", 34.0)]
    [InlineData("0.5s", 0.5)]
    [InlineData("9999999999s", 86_400.0)]
    [InlineData("soon", null)]
    [InlineData("-5s", null)]
    [InlineData("34", null)]
    public async Task Submit_RetryInfo_SaysHowLongToWait(string delay, double? seconds)
    {
        var failure = await FailAsync(
            429,
            $$$$"""{"error":{"details":[{"@type":"Help"},{"@type":"RetryInfo","retryDelay":"{{{{delay}}}}"}]}}"""
        );

        Assert.Equal(seconds, failure.RetryAfter?.TotalSeconds);
    }

    [Fact]
    public async Task Check_NoImageModels_SaysSo()
    {
        await using var server = await StubServer.AnsweringAsync(
            200,
            """
            {"models":[{"name":"models/gemini-3.6-flash","supportedGenerationMethods":["generateContent"]},
            {"name":"models/imagen-9-image","supportedGenerationMethods":["predict"]},7,{"name":7}]}
            """
        );
        using var site = new ProviderSite(GeminiSite.Options(Key, server.Url), TimeProvider.System);

        var check = await new GeminiProvider(site, TimeProvider.System).CheckAsync(Cancel);

        Assert.Contains("no image model", Assert.Single(check.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListModels_PagesWithoutEnd_AreNotReadForEver()
    {
        await using var server = await StubServer.AnsweringAsync(200, """{"models":[],"nextPageToken":"a&b=c"}""");
        using var site = new ProviderSite(GeminiSite.Options(Key, server.Url), TimeProvider.System);

        await new GeminiProvider(site, TimeProvider.System).ListModelsAsync(Cancel);

        Assert.Equal(10, server.Requests.Count);
        Assert.Equal("/v1beta/models?pageSize=1000&pageToken=a%26b%3Dc", server.Requests[^1].Path);
        Assert.All(server.Requests, request => Assert.Equal(Key, request.Headers["x-goog-api-key"]));
    }

    private static async Task<ProviderException> FailAsync(int status, string body)
    {
        await using var server = await StubServer.AnsweringAsync(status, body);
        using var site = new ProviderSite(GeminiSite.Options(Key, server.Url), TimeProvider.System);
        var paid = PaidCalls.Of(GeminiOrders.Compiled(GeminiOrders.Create()));
        return await Assert.ThrowsAsync<ProviderException>(() =>
            new GeminiProvider(site, TimeProvider.System).SubmitAsync(paid, Cancel)
        );
    }
}
