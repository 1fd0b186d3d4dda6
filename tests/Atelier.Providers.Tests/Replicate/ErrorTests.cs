using Atelier.Providers.Failures;
using Atelier.Providers.Http;
using Atelier.Providers.Replicate;
using Atelier.Providers.Tests.Serving;
using static Atelier.Providers.Tests.Replicate.ReplicateOrders;

namespace Atelier.Providers.Tests.Replicate;

/// <summary>What the statuses of the paid POST mean.</summary>
public sealed class ErrorTests
{
    [Theory]
    [InlineData(400, "", FailureKind.BadRequest, Charge.None)]
    [InlineData(401, "Unauthenticated", FailureKind.Unauthorized, Charge.None)]
    [InlineData(402, "Insufficient credit", FailureKind.OutOfCredits, Charge.None)]
    [InlineData(403, "not allowed", FailureKind.Unauthorized, Charge.None)]
    [InlineData(403, "flagged as sensitive", FailureKind.Refused, Charge.None)]
    [InlineData(404, "not found", FailureKind.ModelGone, Charge.None)]
    [InlineData(408, "", FailureKind.Lost, Charge.Unknown)]
    [InlineData(413, "", FailureKind.BadRequest, Charge.None)]
    [InlineData(422, "Input validation failed", FailureKind.BadRequest, Charge.None)]
    [InlineData(422, "Invalid version or not permitted", FailureKind.ModelGone, Charge.None)]
    [InlineData(422, "rejected by content moderation", FailureKind.Refused, Charge.None)]
    [InlineData(429, "throttled", FailureKind.RateLimited, Charge.None)]
    [InlineData(307, "", FailureKind.ServerError, Charge.None)]
    [InlineData(302, "", FailureKind.ServerError, Charge.Unknown)]
    [InlineData(500, "", FailureKind.ServerError, Charge.Unknown)]
    [InlineData(503, "", FailureKind.ServerError, Charge.Unknown)]
    [InlineData(504, "", FailureKind.ServerError, Charge.Unknown)]
    public async Task Submit_Status_MeansWhatTheTableSays(int status, string detail, FailureKind kind, Charge charge)
    {
        await using var server = await StubServer.AnsweringAsync(
            status,
            $$"""{"title": "t", "detail": "{{detail}}", "status": {{status}}}"""
        );

        var failure = await FailAsync(server);

        Assert.Equal((kind, charge, status), (failure.Kind, failure.Charge, failure.Status));
        Assert.Single(server.Requests);
        Assert.True(detail.Length == 0 || !failure.ToString().Contains(detail, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"detail":"Request was throttled.","status":429,"retry_after":5}""", null, 5)]
    [InlineData("""{"detail":"Request was throttled.","status":429,"retry_after":5}""", "7", 7)]
    [InlineData("""{"retry_after":1e12}""", null, 86_400)]
    [InlineData("""{"retry_after":-3}""", null, null)]
    [InlineData("""{"retry_after":"5"}""", null, null)]
    [InlineData("throttled", null, null)]
    public async Task Submit_TooMany_TellsHowLongToWait(string body, string? header, int? seconds)
    {
        await using var server = header is null
            ? await StubServer.AnsweringAsync(429, body)
            : await StubServer.AnsweringAsync(429, body, "application/json", ("Retry-After", header));

        var failure = await FailAsync(server);

        Assert.Equal((FailureKind.RateLimited, Charge.None), (failure.Kind, failure.Charge));
        Assert.Equal(seconds, failure.RetryAfter?.TotalSeconds);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"id": 7}""")]
    [InlineData("""{"id": "../../account"}""")]
    [InlineData("no json")]
    [InlineData("")]
    public async Task Submit_SuccessThatMakesNoSense_IsUnknown(string body)
    {
        await using var server = await StubServer.AnsweringAsync(201, body);

        var failure = await FailAsync(server);

        Assert.Equal((FailureKind.Unreadable, Charge.Unknown), (failure.Kind, failure.Charge));
    }

    private static async Task<ProviderException> FailAsync(StubServer server)
    {
        using var site = new ProviderSite(ReplicateSite.Options(ReplicateBench.Key, server.Url), TimeProvider.System);
        var provider = new ReplicateProvider(site, TimeProvider.System);
        var failure = await Assert.ThrowsAsync<ProviderException>(() =>
            provider.SubmitAsync(PaidCalls.Of(Compiled(Create("flux-schnell"))), ReplicateBench.Cancel)
        );
        Assert.DoesNotContain(ReplicateBench.Key, failure.ToString(), StringComparison.Ordinal);
        return failure;
    }
}
