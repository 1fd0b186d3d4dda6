using Atelier.Core.Requests;
using Atelier.Providers.Failures;
using Atelier.Providers.Stability;
using Atelier.Providers.Tests.Conformance;
using Atelier.Providers.Tests.Serving;

namespace Atelier.Providers.Tests.Stability;

public sealed class ErrorTests(ConformanceBench<StabilityWire> bench) : StabilityTests(bench)
{
    [Theory]
    [InlineData(400, "bad_request", FailureKind.BadRequest, Charge.None)]
    [InlineData(400, "invalid_prompts", FailureKind.Refused, Charge.None)]
    [InlineData(401, "unauthorized", FailureKind.Unauthorized, Charge.None)]
    [InlineData(402, "payment_required", FailureKind.OutOfCredits, Charge.None)]
    [InlineData(403, "content_moderation", FailureKind.Refused, Charge.None)]
    [InlineData(403, "permission_denied", FailureKind.Unauthorized, Charge.None)]
    [InlineData(404, "not_found", FailureKind.ModelGone, Charge.None)]
    [InlineData(408, "timeout", FailureKind.ServerError, Charge.Unknown)]
    [InlineData(409, "conflict", FailureKind.ServerError, Charge.Unknown)]
    [InlineData(413, "payload_too_large", FailureKind.BadRequest, Charge.None)]
    [InlineData(422, "invalid_language", FailureKind.TaskFailed, Charge.None)]
    [InlineData(422, "unprocessable_entity", FailureKind.BadRequest, Charge.None)]
    [InlineData(429, "rate_limit_exceeded", FailureKind.RateLimited, Charge.None)]
    [InlineData(500, "internal_error", FailureKind.ServerError, Charge.Unknown)]
    [InlineData(502, "bad_gateway", FailureKind.ServerError, Charge.Unknown)]
    [InlineData(503, "unavailable", FailureKind.ServerError, Charge.Unknown)]
    [InlineData(504, "timeout", FailureKind.ServerError, Charge.Unknown)]
    [InlineData(301, "moved", FailureKind.Unreadable, Charge.None)]
    [InlineData(302, "found", FailureKind.Unreadable, Charge.Unknown)]
    [InlineData(303, "see other", FailureKind.Unreadable, Charge.Unknown)]
    public async Task SubmitAsync_ErrorStatus_IsThisKindAndChargeInBothShapes(
        int status,
        string name,
        FailureKind kind,
        Charge charge
    )
    {
        string[] bodies =
        [
            $$"""{"id":"1f","name":"{{name}}","errors":["upstream words"]}""",
            $$"""{"id":"1f","name":"{{name}}","message":"upstream words"}""",
        ];
        foreach (var body in bodies)
        {
            var failure = await FailAsync(status, body, ("x-request-id", "req_1"));

            Assert.Equal((kind, charge, status), (failure.Kind, failure.Charge, failure.Status));
            Assert.Equal("req_1", failure.RequestId);
            Assert.DoesNotContain("upstream words", failure.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain("sk-test", failure.ToString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("""{"errors":["Your request was flagged by our content moderation system."]}""", FailureKind.Refused)]
    [InlineData("""{"message":"flagged"}""", FailureKind.Refused)]
    [InlineData("""{"errors":["You may not use this."]}""", FailureKind.Unauthorized)]
    [InlineData("""{"name":"permission_denied","errors":["moderation is off"]}""", FailureKind.Unauthorized)]
    [InlineData("""{"name":7,"errors":"moderation"}""", FailureKind.Unauthorized)]
    [InlineData("""{"errors":[7,null]}""", FailureKind.Unauthorized)]
    [InlineData("<html>moderation</html>", FailureKind.Unauthorized)]
    [InlineData("", FailureKind.Unauthorized)]
    public async Task SubmitAsync_ForbiddenWithoutAName_ItsWordsDecide(string body, FailureKind kind)
    {
        var failure = await FailAsync(403, body);

        Assert.Equal((kind, Charge.None), (failure.Kind, failure.Charge));
    }

    [Theory]
    [InlineData(null, 60)]
    [InlineData("7", 7)]
    public async Task SubmitAsync_RateLimited_WaitsOutThePenalty(string? header, int seconds)
    {
        (string, string)[] headers = header is null ? [] : [("Retry-After", header)];

        var failure = await FailAsync(429, "{}", headers);

        Assert.Equal(TimeSpan.FromSeconds(seconds), failure.RetryAfter);
    }

    [Theory]
    [InlineData("image/png", "\u0089PNG")]
    [InlineData("text/html", "<html>")]
    public async Task ReadAsync_SuccessThatIsNoJson_IsUnreadableAndCharged(string mediaType, string body)
    {
        await using var server = await StubServer.AnsweringAsync(200, body, mediaType);
        using var site = Sites.To(server.Url);
        var (sut, spool) = (new StabilityProvider(site, TimeProvider.System), new MemorySpool());
        var call = Ready(Order("stable-image/generate/core", new Create("a red fox", null, null)));

        await sut.SubmitAsync(PaidCalls.Of(call, spool: spool), Cancel);
        var failure = await Assert.ThrowsAsync<ProviderException>(() => sut.ReadAsync(call, spool, Cancel));

        Assert.Equal((FailureKind.Unreadable, Charge.Charged), (failure.Kind, failure.Charge));
    }

    private static async Task<ProviderException> FailAsync(int status, string body, params (string, string)[] headers)
    {
        await using var server = await StubServer.AnsweringAsync(status, body, headers: headers);
        var failure = await FailAsync(server.Url);
        Assert.Single(server.Requests);
        return failure;
    }

    private static async Task<ProviderException> FailAsync(Uri address)
    {
        using var site = Sites.To(address);
        var spool = new MemorySpool();
        var call = Ready(Order("stable-image/generate/core", new Create("a red fox", null, null)));

        var failure = await Assert.ThrowsAsync<ProviderException>(() =>
            new StabilityProvider(site, TimeProvider.System).SubmitAsync(PaidCalls.Of(call, spool: spool), Cancel)
        );

        Assert.Empty(spool.Parts);
        return failure;
    }
}
