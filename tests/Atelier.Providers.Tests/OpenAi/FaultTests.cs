using Atelier.Emulators.Faults;
using Atelier.Providers.Calls;
using Atelier.Providers.Failures;
using Atelier.Providers.Tests.Serving;

namespace Atelier.Providers.Tests.OpenAi;

public sealed class FaultTests(EmulatorBench bench) : IClassFixture<EmulatorBench>
{
    private readonly EmulatorBench _bench = bench.Fresh();
    private readonly MemorySpool _spool = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(FaultAction.TooManyRequests, null, FailureKind.RateLimited, Charge.None)]
    [InlineData(FaultAction.OutOfCredits, null, FailureKind.OutOfCredits, Charge.None)]
    [InlineData(FaultAction.Unauthorized, null, FailureKind.Unauthorized, Charge.None)]
    [InlineData(FaultAction.Refuse, null, FailureKind.Refused, Charge.None)]
    [InlineData(FaultAction.Redirect, null, FailureKind.Unreadable, Charge.None)]
    [InlineData(FaultAction.ErrorBefore, 503, FailureKind.Overloaded, Charge.None)]
    [InlineData(FaultAction.ErrorBefore, 500, FailureKind.ServerError, Charge.Unknown)]
    [InlineData(FaultAction.ErrorBefore, 502, FailureKind.ServerError, Charge.Unknown)]
    [InlineData(FaultAction.ErrorAfter, 500, FailureKind.ServerError, Charge.Unknown)]
    [InlineData(FaultAction.ErrorAfter, 504, FailureKind.ServerError, Charge.Unknown)]
    [InlineData(FaultAction.ErrorAfter, 408, FailureKind.ServerError, Charge.Unknown)]
    [InlineData(FaultAction.ErrorAfter, 409, FailureKind.ServerError, Charge.Unknown)]
    [InlineData(FaultAction.CutBefore, null, FailureKind.Lost, Charge.Unknown)]
    [InlineData(FaultAction.CutAfter, null, FailureKind.Lost, Charge.Unknown)]
    [InlineData(FaultAction.CutHeaders, null, FailureKind.Lost, Charge.Unknown)]
    [InlineData(FaultAction.CutBody, null, FailureKind.Lost, Charge.Unknown)]
    [InlineData(FaultAction.WrongLength, null, FailureKind.Lost, Charge.Unknown)]
    [InlineData(FaultAction.WrongMime, null, FailureKind.Unreadable, Charge.Charged)]
    public async Task SubmitAsync_Fault_SaysWhatIsKnownOfTheCharge(
        FaultAction action,
        int? status,
        FailureKind kind,
        Charge charge
    )
    {
        _bench.Fault(action, status);

        var failure = await Assert.ThrowsAsync<ProviderException>(() => _bench.OpenAi.SubmitAsync(Call(), Cancel));

        Assert.Equal((kind, charge), (failure.Kind, failure.Charge));
        Assert.Empty(_spool.Parts);
        Assert.Single(_bench.Wire.Calls);
        AssertAgreesWithTheBill(charge);
    }

    [Theory]
    [InlineData(FaultAction.HangBefore)]
    [InlineData(FaultAction.HangAfter)]
    public async Task SubmitAsync_NoAnswerInTime_IsLost(FaultAction action)
    {
        _bench.Fault(action);
        var submit = _bench.OpenAi.SubmitAsync(Call(), Cancel);
        await _bench.Wire.WaitForCallsAsync(1, Cancel);

        _bench.Time.Advance(_bench.OpenAi.PostTimeout);

        var failure = await Assert.ThrowsAsync<ProviderException>(() => submit);
        Assert.Equal((FailureKind.Lost, Charge.Unknown), (failure.Kind, failure.Charge));
        Assert.Empty(_spool.Parts);
    }

    [Fact]
    public async Task ReadAsync_BrokenJson_IsUnreadableAndCharged()
    {
        _bench.Fault(FaultAction.BrokenJson);
        var call = Call();
        await _bench.OpenAi.SubmitAsync(call, Cancel);

        var failure = await Assert.ThrowsAsync<ProviderException>(() =>
            _bench.OpenAi.ReadAsync(call.Call, _spool, Cancel)
        );

        Assert.Equal((FailureKind.Unreadable, Charge.Charged), (failure.Kind, failure.Charge));
        AssertAgreesWithTheBill(failure.Charge);
    }

    [Fact]
    public async Task SubmitAsync_IntentTooOld_NothingReachesTheProvider()
    {
        var tooOld = new ProviderException("openai", FailureKind.NotSent, Charge.None, "The intent is too old.");
        var call = Call() with { Guard = new TestGuard { Before = _ => throw tooOld } };

        var failure = await Assert.ThrowsAsync<ProviderException>(() => _bench.OpenAi.SubmitAsync(call, Cancel));

        Assert.Same(tooOld, failure);
        // A second call comes through, and the first never arrived before it.
        await _bench.OpenAi.SubmitAsync(Call(), Cancel);
        Assert.Single(_bench.Wire.Calls);
        Assert.Single(_bench.Wire.Bill.Items);
    }

    [Fact]
    public async Task SubmitAsync_TooManyRequests_SaysHowLongToWait()
    {
        _bench.Wire.AddFaults(new FaultRule { Action = FaultAction.TooManyRequests, RetryAfter = 17 });

        var failure = await Assert.ThrowsAsync<ProviderException>(() => _bench.OpenAi.SubmitAsync(Call(), Cancel));

        Assert.Equal((TimeSpan.FromSeconds(17), 429), (failure.RetryAfter, failure.Status));
        Assert.NotNull(failure.RequestId);
    }

    [Theory]
    [InlineData("a nude statue", "adult_content")]
    [InlineData("gore and heroin", "illegal_activity,violence")]
    [InlineData("a slur to bully", "hate_speech")]
    [InlineData("suicide", "violence")]
    public async Task SubmitAsync_PromptAgainstThePolicy_NamesOurCategories(string prompt, string categories)
    {
        var call = PaidCalls.Of(Orders.Create(prompt), spool: _spool);

        var failure = await Assert.ThrowsAsync<ProviderException>(() => _bench.OpenAi.SubmitAsync(call, Cancel));

        Assert.Equal((FailureKind.Refused, Charge.None), (failure.Kind, failure.Charge));
        Assert.Equal(categories.Split(','), failure.Categories.Order());
        Assert.DoesNotContain(prompt, failure.ToString(), StringComparison.OrdinalIgnoreCase);
        AssertAgreesWithTheBill(failure.Charge);
    }

    [Fact]
    public async Task SubmitAsync_RequestAgainstTheRules_IsABadRequest()
    {
        // One picture more than a call may have, as if the catalogue were wrong.
        var call = PaidCalls.Of(PaidCalls.Compiled(Orders.Create()), pictures: 11, _spool);

        var failure = await Assert.ThrowsAsync<ProviderException>(() => _bench.OpenAi.SubmitAsync(call, Cancel));

        Assert.Equal((FailureKind.BadRequest, Charge.None, 400), (failure.Kind, failure.Charge, failure.Status));
        AssertAgreesWithTheBill(failure.Charge);
    }

    [Fact]
    public async Task SubmitAsync_ModelThatIsGone_IsModelGone()
    {
        var call = PaidCalls.Of(Orders.Create(model: "gpt-image-1"), spool: _spool);

        var failure = await Assert.ThrowsAsync<ProviderException>(() => _bench.OpenAi.SubmitAsync(call, Cancel));

        Assert.Equal((FailureKind.ModelGone, Charge.None), (failure.Kind, failure.Charge));
    }

    private PaidCall Call() => PaidCalls.Of(Orders.Create(), spool: _spool);

    private void AssertAgreesWithTheBill(Charge charge)
    {
        var billed = _bench.Wire.Bill.NanoDollars;
        Assert.True(charge != Charge.None || billed == 0, $"billed {billed}");
        Assert.True(charge != Charge.Charged || billed > 0, "not billed");
    }
}
