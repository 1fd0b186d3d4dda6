using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Generations;

public sealed class CancelTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Door = "/v1/generations";

    [Fact]
    public async Task Cancel_Queued_EndsAtOnceAndGivesTheCreditsBack()
    {
        var caller = await server.AddCallerAsync();
        await server.PauseAsync();
        var address = (await caller.PostAsync(Door, Bodies.Small("\"n\": 4"))).Header("Location")!;
        Assert.Equal(98_000, await caller.BalanceAsync());

        var answer = await caller.DeleteAsync(address);

        await server.ResumeAsync();
        Assert.Equal(200, answer.Status);
        Assert.Equal("canceled", answer.TextAt("state"));
        Assert.Equal(0m, answer.At("price.settled").GetDecimal());
        Assert.Equal("canceled", answer.TextAt("error.code"));
        Assert.Equal(100_000, await caller.BalanceAsync());
        var again = await caller.DeleteAsync(address);
        Assert.Equal(200, again.Status);
        Assert.Equal(100_000, await caller.BalanceAsync());
    }

    [Fact]
    public async Task Cancel_Running_EndsItAndGivesTheCreditsBack()
    {
        var caller = await server.AddCallerAsync();
        var address = (
            await caller.PostAsync(Door, Bodies.With("\"quality\": \"ultra\", \"aspect_ratio\": \"16:9\", \"n\": 10"))
        ).Header("Location")!;
        using (var stream = await caller.OpenAsync($"{address}/events"))
        {
            await ServerEvents
                .ReadAsync(stream, TestContext.Current.CancellationToken)
                .FirstAsync(
                    item => item.Data.GetProperty("state").GetString() == "generating",
                    TestContext.Current.CancellationToken
                );
        }

        var answer = await caller.DeleteAsync(address);

        Assert.Equal(202, answer.Status);
        Assert.True(answer.At("cancel_requested").GetBoolean());
        var ended = await caller.GetAsync(address, ("Prefer", "wait=60"));
        Assert.Equal("canceled", ended.TextAt("state"));
        Assert.Empty(ended.At("images").EnumerateArray());
        Assert.Equal(100_000, await caller.BalanceAsync());
    }

    [Fact]
    public async Task Cancel_Complete_Is409AndChangesNothing()
    {
        var caller = await server.AddCallerAsync();
        var made = await caller.GenerateAsync(Bodies.Small());
        var before = await HouseState.ReadAsync(server.House);

        var answer = await caller.DeleteAsync($"{Door}/{made.TextAt("id")}");

        Refusal.IsProblem(answer, 409, "not_cancelable");
        Assert.Contains("complete", answer.TextAt("detail"), StringComparison.Ordinal);
        Assert.Equal(before, await HouseState.ReadAsync(server.House));
    }
}
