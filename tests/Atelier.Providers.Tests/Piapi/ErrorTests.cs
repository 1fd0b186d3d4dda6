using Atelier.Providers.Failures;
using Atelier.Providers.Tests.Serving;
using static Atelier.Providers.Tests.Piapi.PiapiOrders;

namespace Atelier.Providers.Tests.Piapi;

/// <summary>What errors of a paid POST mean, on both surfaces and in both shapes.</summary>
public sealed class ErrorTests
{
    [Theory]
    [InlineData(400, "width is too large", FailureKind.BadRequest, Charge.None)]
    [InlineData(400, "model 'x' is not supported", FailureKind.ModelGone, Charge.None)]
    [InlineData(400, "invalid task_type", FailureKind.ModelGone, Charge.None)]
    [InlineData(400, "violates the content policy", FailureKind.Refused, Charge.None)]
    [InlineData(400, "rejected by the safety system", FailureKind.Refused, Charge.None)]
    [InlineData(400, "insufficient credits", FailureKind.OutOfCredits, Charge.None)]
    [InlineData(401, "invalid api key", FailureKind.Unauthorized, Charge.None)]
    [InlineData(402, "", FailureKind.OutOfCredits, Charge.None)]
    [InlineData(403, "your plan does not include this", FailureKind.Unauthorized, Charge.None)]
    [InlineData(403, "not enough credit", FailureKind.OutOfCredits, Charge.None)]
    [InlineData(404, "", FailureKind.ModelGone, Charge.None)]
    [InlineData(408, "", FailureKind.Lost, Charge.Unknown)]
    [InlineData(413, "", FailureKind.BadRequest, Charge.None)]
    [InlineData(429, "too many tasks", FailureKind.RateLimited, Charge.None)]
    [InlineData(500, "", FailureKind.ServerError, Charge.Unknown)]
    [InlineData(500, "insufficient credits", FailureKind.ServerError, Charge.Unknown)]
    [InlineData(503, "", FailureKind.ServerError, Charge.Unknown)]
    [InlineData(302, "", FailureKind.ServerError, Charge.Unknown)]
    [InlineData(308, "", FailureKind.ServerError, Charge.None)]
    public async Task Submit_Status_IsOfThisKindAndCharge(int status, string text, FailureKind kind, Charge charge)
    {
        foreach (var (offer, body) in Shapes(status, text))
        {
            await using var stub = await StubPiapi.AnsweringAsync(status, body, ("Retry-After", "17"));

            var failure = await FailAsync(stub, offer);

            Assert.Equal((kind, charge, status), (failure.Kind, failure.Charge, failure.Status));
            Assert.Equal(
                kind is FailureKind.RateLimited or FailureKind.ServerError ? TimeSpan.FromSeconds(17) : null,
                failure.RetryAfter
            );
            Assert.True(text.Length == 0 || !failure.ToString().Contains(text, StringComparison.Ordinal));
            Assert.Single(stub.Requests);
        }
    }

    // As the wire tells of failures under a status of success.
    [Theory]
    [InlineData(400, "bad width", FailureKind.BadRequest, Charge.None)]
    [InlineData(401, "", FailureKind.Unauthorized, Charge.None)]
    [InlineData(402, "", FailureKind.OutOfCredits, Charge.None)]
    [InlineData(429, "", FailureKind.RateLimited, Charge.None)]
    [InlineData(500, "", FailureKind.ServerError, Charge.Unknown)]
    [InlineData(10000, "", FailureKind.Unreadable, Charge.Unknown)]
    [InlineData(-1, "", FailureKind.Unreadable, Charge.Unknown)]
    public async Task Submit_FailureCodeUnderStatus200_IsAFailure(
        int code,
        string text,
        FailureKind kind,
        Charge charge
    )
    {
        await using var stub = await StubPiapi.AnsweringAsync(
            200,
            $$$"""{"code":{{{code}}},"message":"{{{text}}}","data":{"task_id":"t-1"}}"""
        );

        var failure = await FailAsync(stub, "Qubico/flux1-schnell");

        Assert.Equal((kind, charge), (failure.Kind, failure.Charge));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("no json")]
    [InlineData("""{"code":200,"data":null}""")]
    [InlineData("""{"code":200,"data":{"task_id":7}}""")]
    [InlineData("""{"code":200,"data":{"task_id":"../../account"}}""")]
    [InlineData("""{"code":"two hundred","data":{}}""")]
    public async Task Submit_SuccessWithoutATask_IsUnreadableAndPerhapsCharged(string body)
    {
        await using var stub = await StubPiapi.AnsweringAsync(200, body);

        var failure = await FailAsync(stub, "Qubico/flux1-schnell");

        Assert.Equal((FailureKind.Unreadable, Charge.Unknown), (failure.Kind, failure.Charge));
    }

    // A task at the top of the answer, as one of its surfaces writes it.
    [Fact]
    public async Task Submit_TaskWithoutEnvelope_IsFound()
    {
        await using var stub = await StubPiapi.AnsweringAsync(200, """{"task_id":"t-9","status":"pending"}""");

        var call = new Atelier.Providers.Calls.PaidCall(
            Guid.CreateVersion7(),
            Compiled(Create()),
            1,
            new MemorySpool(),
            new TestGuard(),
            new TestSources()
        );
        var submission = await stub.Provider.SubmitAsync(call, PiapiBench.Cancel);

        Assert.Equal("t-9", Assert.IsType<Answers.Submission.Submitted>(submission).TaskId);
    }

    private static IEnumerable<(string Offer, string Body)> Shapes(int status, string text) =>
        [
            ("Qubico/flux1-schnell", $$"""{"code":{{status}},"message":"{{text}}","data":null}"""),
            ("Qubico/flux1-schnell", $$$"""{"code":{{{status}}},"error":{"raw_message":"{{{text}}}"}}"""),
            ("gpt-image-2.5-flare", $$$"""{"error":{"message":"{{{text}}}"}}"""),
        ];

    private static Task<ProviderException> FailAsync(StubPiapi stub, string offer) =>
        PiapiBench.FailAsync(() =>
            stub.Provider.SubmitAsync(
                new Atelier.Providers.Calls.PaidCall(
                    Guid.CreateVersion7(),
                    Compiled(Create(offer)),
                    1,
                    new MemorySpool(),
                    new TestGuard(),
                    new TestSources()
                ),
                PiapiBench.Cancel
            )
        );
}
