using Atelier.Core.Policy;
using Atelier.Emulators.Faults;
using Atelier.Providers.Failures;
using Atelier.Providers.OpenAi.Moderation;
using Atelier.Providers.Tests.Serving;

namespace Atelier.Providers.Tests.OpenAi;

public sealed class ModerationClientTests(EmulatorBench bench) : IClassFixture<EmulatorBench>
{
    private readonly EmulatorBench _bench = bench.Fresh();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static byte[] OnePixel =>
        Convert.FromBase64String(
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
        );

    private ModerationClient Client => _bench.Moderation;

    [Theory]
    [InlineData("a lake", null)]
    [InlineData("a nude statue", PolicyCategory.AdultContent)]
    [InlineData("gore", PolicyCategory.Violence)]
    [InlineData("suicide", PolicyCategory.Violence)]
    [InlineData("a slur", PolicyCategory.HateSpeech)]
    [InlineData("a bomb", PolicyCategory.IllegalActivity)]
    public async Task AskAsync_Text_NamesOurCategories(string text, PolicyCategory? category)
    {
        var answer = await Client.AskAsync(text, picture: null, Cancel);

        Assert.Equal(category is not null, answer.Flagged);
        Assert.Equal(category is null ? [] : [category.Value], answer.Categories.Keys);
        Assert.All(answer.Categories.Values, score => Assert.Equal(0.97, score));
        Assert.Single(_bench.Wire.Calls);
        Assert.Empty(_bench.Wire.Violations);
        Assert.Empty(_bench.Wire.Bill.Items);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("a lake")]
    public async Task AskAsync_Picture_IsSentAsTheWireWantsIt(string? text)
    {
        var answer = await Client.AskAsync(text, (OnePixel, "image/png"), Cancel);

        Assert.False(answer.Flagged);
        Assert.Empty(_bench.Wire.Violations);
    }

    [Theory]
    [InlineData(FaultAction.ErrorBefore)]
    [InlineData(FaultAction.TooManyRequests)]
    [InlineData(FaultAction.CutBefore)]
    [InlineData(FaultAction.CutBody)]
    [InlineData(FaultAction.BrokenJson)]
    public async Task AskAsync_FailsOnce_IsTriedOnceMore(FaultAction action)
    {
        _bench.Fault(action);

        Assert.False((await Client.AskAsync("a lake", picture: null, Cancel)).Flagged);
        Assert.Equal(2, _bench.Wire.Calls.Count);
    }

    [Theory]
    [InlineData(FaultAction.ErrorBefore, FailureKind.ServerError, 2)]
    [InlineData(FaultAction.CutBefore, FailureKind.Lost, 2)]
    [InlineData(FaultAction.BrokenJson, FailureKind.Unreadable, 2)]
    [InlineData(FaultAction.Unauthorized, FailureKind.Unauthorized, 1)]
    public async Task AskAsync_FailsForGood_ThrowsAfterOneMoreTryAtMost(FaultAction action, FailureKind kind, int calls)
    {
        _bench.Wire.AddFaults(new FaultRule { Action = action, Times = 0 });

        var failure = await Assert.ThrowsAsync<ProviderException>(() => Client.AskAsync("a lake", null, Cancel));

        Assert.Equal((kind, Charge.None), (failure.Kind, failure.Charge));
        Assert.Equal(calls, _bench.Wire.Calls.Count);
    }

    [Theory]
    [InlineData("""{"results": []}""")]
    [InlineData("""{"results": [{"flagged": "no", "categories": {}}]}""")]
    [InlineData("""{"results": [{"flagged": false}]}""")]
    [InlineData("""{"results": [{"flagged": false, "categories": {}}, {"flagged": false, "categories": {}}]}""")]
    [InlineData("""{"results": [7]}""")]
    [InlineData("[]")]
    public void Read_AnswerThatMakesNoSense_IsNoAnswer(string json) =>
        Assert.Null(ModerationReader.Read(System.Text.Json.JsonDocument.Parse(json).RootElement));

    [Theory]
    [InlineData("""{"results": [{"flagged": true, "categories": {"sexual/minors": true}}]}""", "SexualMinors", 1)]
    [InlineData(
        """{"results": [{"flagged": true, "categories": {"violence": true, "violence/graphic": true, "illicit": null}, "category_scores": {"violence": 0.4, "violence/graphic": 0.6}}]}""",
        "Violence",
        0.6
    )]
    public void Read_Categories_KeepTheHighestScore(string json, string category, double score)
    {
        var answer = ModerationReader.Read(System.Text.Json.JsonDocument.Parse(json).RootElement)!;

        Assert.Equal(
            (Enum.Parse<PolicyCategory>(category), score),
            (answer.Categories.Single().Key, answer.Categories.Single().Value)
        );
    }

    [Fact]
    public void Read_FlaggedForSomethingNew_StaysFlagged()
    {
        var json = """{"results": [{"flagged": true, "categories": {"new-thing": true}}]}""";

        var answer = ModerationReader.Read(System.Text.Json.JsonDocument.Parse(json).RootElement)!;

        Assert.True(answer.Flagged);
        Assert.Empty(answer.Categories);
    }

    [Fact]
    public async Task AskAsync_NoAnswerInTime_IsLostAfterTenSeconds()
    {
        _bench.Wire.AddFaults(new FaultRule { Action = FaultAction.HangBefore, Times = 0 });
        var ask = Client.AskAsync("a lake", null, Cancel);
        await _bench.Wire.WaitForCallsAsync(1, Cancel);
        _bench.Time.Advance(TimeSpan.FromSeconds(5));
        await _bench.Wire.WaitForCallsAsync(2, Cancel);
        _bench.Time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(FailureKind.Lost, (await Assert.ThrowsAsync<ProviderException>(() => ask)).Kind);
    }
}
