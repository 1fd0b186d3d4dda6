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
