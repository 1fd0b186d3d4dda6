using Atelier.Providers.Failures;
using Atelier.Providers.OpenAi;
using Atelier.Providers.Tests.Serving;

namespace Atelier.Providers.Tests.OpenAi;

public sealed class ErrorTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(400, "invalid_request_error", "invalid_value", FailureKind.BadRequest, Charge.None)]
    [InlineData(400, "image_generation_user_error", "moderation_blocked", FailureKind.Refused, Charge.None)]
    [InlineData(400, "image_generation_user_error", null, FailureKind.Refused, Charge.None)]
    [InlineData(400, "invalid_request_error", "content_policy_violation", FailureKind.Refused, Charge.None)]
    [InlineData(400, "invalid_request_error", "model_not_found", FailureKind.ModelGone, Charge.None)]
    [InlineData(400, "invalid_request_error", "billing_hard_limit_reached", FailureKind.OutOfCredits, Charge.None)]
    [InlineData(401, "invalid_request_error", "invalid_api_key", FailureKind.Unauthorized, Charge.None)]
    [InlineData(402, null, null, FailureKind.OutOfCredits, Charge.None)]
    [InlineData(403, "invalid_request_error", null, FailureKind.Unauthorized, Charge.None)]
    [InlineData(404, "invalid_request_error", "model_not_found", FailureKind.ModelGone, Charge.None)]
    [InlineData(404, null, null, FailureKind.ModelGone, Charge.None)]
    [InlineData(408, null, null, FailureKind.ServerError, Charge.Unknown)]
    [InlineData(409, null, null, FailureKind.ServerError, Charge.Unknown)]
    [InlineData(413, null, null, FailureKind.BadRequest, Charge.None)]
    [InlineData(422, null, null, FailureKind.BadRequest, Charge.None)]
    [InlineData(429, "rate_limit_error", "slow_down", FailureKind.RateLimited, Charge.None)]
    [InlineData(429, "requests", "rate_limit_exceeded", FailureKind.RateLimited, Charge.None)]
    [InlineData(429, "insufficient_quota", "insufficient_quota", FailureKind.OutOfCredits, Charge.None)]
    [InlineData(429, "insufficient_quota", "credit_balance_exhausted", FailureKind.OutOfCredits, Charge.None)]
    [InlineData(500, "server_error", null, FailureKind.ServerError, Charge.Unknown)]
    [InlineData(502, null, null, FailureKind.ServerError, Charge.Unknown)]
    [InlineData(503, "service_unavailable_error", "server_is_overloaded", FailureKind.Overloaded, Charge.None)]
    [InlineData(503, "service_unavailable_error", null, FailureKind.Overloaded, Charge.None)]
    [InlineData(503, null, null, FailureKind.ServerError, Charge.Unknown)]
    [InlineData(504, null, null, FailureKind.ServerError, Charge.Unknown)]
    [InlineData(520, null, null, FailureKind.ServerError, Charge.Unknown)]
    [InlineData(301, null, null, FailureKind.Unreadable, Charge.None)]
    [InlineData(302, null, null, FailureKind.Unreadable, Charge.Unknown)]
    [InlineData(303, null, null, FailureKind.Unreadable, Charge.Unknown)]
    [InlineData(307, null, null, FailureKind.Unreadable, Charge.None)]
    public async Task SubmitAsync_ErrorStatus_IsThisKindAndCharge(
        int status,
        string? type,
        string? code,
        FailureKind kind,
        Charge charge
    )
    {
        var body =
            $$$"""{"error":{"message":"upstream words","type":{{{Json(type)}}},"param":null,"code":{{{Json(code)}}} }}""";

        var failure = await FailAsync(status, body, headers: ("x-request-id", "req_1"));

        Assert.Equal((kind, charge, status), (failure.Kind, failure.Charge, failure.Status));
        Assert.Equal("req_1", failure.RequestId);
        Assert.DoesNotContain("upstream words", failure.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("sk-test", failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("[]")]
    [InlineData("{\"error\":\"text\"}")]
    [InlineData("{\"error\":{\"type\":7,\"code\":{},\"moderation_details\":[]}}")]
    public async Task SubmitAsync_ErrorBodyOfAnotherShape_TheStatusDecides(string body)
    {
        var failure = await FailAsync(400, body);

        Assert.Equal((FailureKind.BadRequest, Charge.None), (failure.Kind, failure.Charge));
    }

    [Fact]
    public async Task SubmitAsync_ErrorBodyBreaksOff_TheStatusDecides()
    {
        await using var server = RawServer.Sending(_ =>
            "HTTP/1.1 401 Unauthorized\r\nContent-Length: 99\r\n\r\n{\"err"u8.ToArray()
        );

        var failure = await FailAsync(server.Url);

        Assert.Equal((FailureKind.Unauthorized, Charge.None), (failure.Kind, failure.Charge));
    }

    [Fact]
    public async Task SubmitAsync_HugeErrorBody_IsNotReadToItsEnd()
    {
        var failure = await FailAsync(
            400,
            $$"""{"error":{"code":"moderation_blocked" },"x":"{{new string('x', 70_000)}}"}"""
        );

        Assert.Equal(FailureKind.BadRequest, failure.Kind);
    }

    [Theory]
    [InlineData("sexual/minors", "sexual_minors")]
    [InlineData("violence/graphic", "violence")]
    [InlineData("self-harm/intent", "violence")]
    [InlineData("hate/threatening", "hate_speech")]
    [InlineData("harassment", "hate_speech")]
    [InlineData("illicit/violent", "illegal_activity")]
    [InlineData("something-new", null)]
    public async Task SubmitAsync_Refused_NamesOurCategory(string theirs, string? ours)
    {
        var failure = await FailAsync(
            400,
            $$$"""{"error":{"code":"moderation_blocked","moderation_details":{"categories":["{{{theirs}}}",1]} }}"""
        );

        Assert.Equal(ours is null ? [] : [ours], failure.Categories);
    }

    [Theory]
    [InlineData("Retry-After", "2", 2_000)]
    [InlineData("retry-after-ms", "1500", 1_500)]
    [InlineData("x-ratelimit-remaining-requests", "0", 60_000)]
    [InlineData("x-ratelimit-remaining-requests", "1", null)]
    public async Task SubmitAsync_RateLimited_SaysHowLongToWait(string name, string value, int? milliseconds)
    {
        var failure = await FailAsync(429, "{}", (name, value), ("x-ratelimit-reset-requests", "1m0s"));

        Assert.Equal(milliseconds, (int?)failure.RetryAfter?.TotalMilliseconds);
    }

    [Theory]
    [InlineData("6m0s", 360_000)]
    [InlineData("1s", 1_000)]
    [InlineData("1.5s", 1_500)]
    [InlineData("20ms", 20)]
    [InlineData("1h2m3s4ms", 3_723_004)]
    [InlineData("", null)]
    [InlineData("7", null)]
    [InlineData("soon", null)]
    [InlineData(null, null)]
    public void Parse_Duration_IsRead(string? text, int? milliseconds) =>
        Assert.Equal(milliseconds, (int?)OpenAiLimits.Parse(text)?.TotalMilliseconds);

    private static string Json(string? text) => text is null ? "null" : $"\"{text}\"";

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

        var failure = await Assert.ThrowsAsync<ProviderException>(() =>
            new OpenAiProvider(site, TimeProvider.System).SubmitAsync(
                PaidCalls.Of(Orders.Create(), spool: spool),
                Cancel
            )
        );

        Assert.Empty(spool.Parts);
        return failure;
    }
}
