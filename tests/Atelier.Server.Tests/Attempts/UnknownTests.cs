using System.Text.Json;
using Atelier.Emulators.Faults;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Attempts;

/// <summary>Calls at OpenAI whose answer was lost, and which nothing can find again.</summary>
public sealed class UnknownTests(EmulatedServer server) : IClassFixture<EmulatedServer>, IAsyncLifetime
{
    private const long Risk = 500_000_000;

    public async ValueTask InitializeAsync() => await server.FreeLanesAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Create_AnswerOfOpenAiLost_IsSentOnceMoreAndChargedOnce()
    {
        var caller = await server.Server.AddCallerAsync();
        var (calls, before) = (EmulatedServer.Paid(server.OpenAi).Count, await Books.ReadAsync(server));
        EmulatedServer.Fault(server.OpenAi, FaultAction.CutAfter);

        var made = await caller.GenerateAsync(Bodies.Flare());

        Assert.Equal(2, EmulatedServer.Paid(server.OpenAi).Count - calls);
        Assert.Single(made.At("images").EnumerateArray());
        Assert.Equal(99_000, await caller.BalanceAsync());
        var after = await Books.ReadAsync(server);
        Assert.Empty(after.Problems);
        var billed = server.OpenAi.Bill.Items.TakeLast(2).Select(line => line.NanoDollars).ToList();
        Assert.Equal(billed.Sum(), after.Billed - before.Billed);
        Assert.Equal(billed[1], after.Cost - before.Cost);
        Assert.Equal(billed[1], after.Spent - before.Spent);
        Assert.Equal((Risk, Risk), (after.Risk - before.Risk, after.Held - before.Held));
        var lost = Assert.Single(await UnknownAsync(made));
        Assert.Equal("openai", lost.GetProperty("provider").GetString());
        Assert.Equal("gpt-image-2.5-flare", lost.GetProperty("model").GetString());
        Assert.Equal("complete", lost.GetProperty("generation_state").GetString());
        Assert.Equal(caller.AccountId, lost.GetProperty("account_id").GetGuid());
        Assert.Equal([0], lost.GetProperty("slots").EnumerateArray().Select(slot => slot.GetInt32()));
        Assert.Equal(0.5m, lost.GetProperty("risk_usd").GetDecimal());
    }

    [Theory]
    [InlineData("/v1/generations")]
    [InlineData("/v1/images/generations")]
    public async Task Create_BothAnswersLost_FailsUnchargedAndIsNotSentAThirdTime(string door)
    {
        var caller = await server.Server.AddCallerAsync();
        var (calls, before) = (EmulatedServer.Paid(server.OpenAi).Count, await Books.ReadAsync(server));
        EmulatedServer.Fault(server.OpenAi, FaultAction.CutAfter, always: true);

        var answer = await caller.PostAsync(door, Bodies.Flare(), ("Prefer", "wait=60"));

        server.OpenAi.ClearFaults();
        if (door == "/v1/generations")
        {
            Assert.Equal("failed", answer.TextAt("state"));
            Assert.Equal("outcome_unknown", answer.TextAt("error.code"));
        }
        else
        {
            Refusal.IsOpenAi(answer, 422, "outcome_unknown");
            Assert.Equal("false", answer.Header("x-should-retry"));
        }

        Assert.Equal(2, EmulatedServer.Paid(server.OpenAi).Count - calls);
        Assert.Equal(100_000, await caller.BalanceAsync());
        var after = await Books.ReadAsync(server);
        Assert.Equal((0L, 2 * Risk), (after.Cost - before.Cost, after.Risk - before.Risk));
    }

    private async Task<List<JsonElement>> UnknownAsync(Answer made)
    {
        var list = await server.Server.Owner().GetAsync("/admin/api/attempts?state=unknown");
        Assert.True(list.Status == 200, list.Text);
        return
        [
            .. list.At("data")
                .EnumerateArray()
                .Where(attempt => attempt.GetProperty("generation_id").GetString() == made.TextAt("id")),
        ];
    }
}
