using Atelier.Emulators.Hosting;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Attempts;

/// <summary>Canceling what a provider already works on, and cannot stop: the picture is kept for a day and paid.</summary>
public sealed class CancelPaidTests(EmulatedServer server) : IClassFixture<EmulatedServer>
{
    [Fact]
    public async Task Cancel_WhileOpenAiWorks_EndsCanceledWithThePictureKeptAndCharged()
    {
        var caller = await server.Server.AddCallerAsync();
        server.OpenAi.TaskDuration = null;
        var before = EmulatedServer.Paid(server.OpenAi).Count;
        var address = await caller.StartAsync(Bodies.Flare());
        await EmulatedServer.WaitForPaidAsync(server.OpenAi, before + 1);

        var answer = await caller.DeleteAsync(address);
        Release(server.OpenAi);

        await IsCanceledAndKeptAsync(caller, address, answer, candidates: 0, price: 1m);
        Assert.Equal(1, EmulatedServer.Paid(server.OpenAi).Count - before);
    }

    [Fact]
    public async Task Cancel_WhileLegNextWorks_EndsCanceledWithThePicturesKeptAndCharged()
    {
        var caller = await server.Server.AddCallerAsync();
        var before = EmulatedServer.Paid(server.LegNext).Count;
        var address = await caller.StartAsync(Bodies.Midjourney());
        await server.WaitForTaskAsync(address);

        var answer = await caller.DeleteAsync(address);
        await server.EndTasksAsync(address);

        await IsCanceledAndKeptAsync(caller, address, answer, candidates: 3, price: 1.2m);
        Assert.Equal(1, EmulatedServer.Paid(server.LegNext).Count - before);
    }

    [Fact]
    public async Task Cancel_WhileOpenAisDoorWaits_IsA422ThatNoClientRepeats()
    {
        var caller = await server.Server.AddCallerAsync();
        server.OpenAi.TaskDuration = null;
        var before = EmulatedServer.Paid(server.OpenAi).Count;
        var waiting = caller.PostAsync("/v1/images/generations", Bodies.Flare());
        await EmulatedServer.WaitForPaidAsync(server.OpenAi, before + 1);
        var id = await server.Server.House.ScalarAsync<Guid>(
            "SELECT id FROM generations WHERE account_id = @AccountId",
            new { caller.AccountId }
        );

        var canceled = await caller.DeleteAsync($"/v1/generations/{id}");
        Release(server.OpenAi);

        var answer = await waiting;
        Assert.Equal(202, canceled.Status);
        Refusal.IsOpenAi(answer, 422, "canceled");
        Assert.Equal("false", answer.Header("x-should-retry"));
        await Books.AreEvenAsync(server);
    }

    private static void Release(EmulatedWire wire)
    {
        wire.TaskDuration = TimeSpan.Zero;
        wire.FinishTasks();
    }

    private async Task IsCanceledAndKeptAsync(
        TestCaller caller,
        string address,
        Answer answer,
        int candidates,
        decimal price
    )
    {
        Assert.Equal(202, answer.Status);
        Assert.True(answer.At("cancel_requested").GetBoolean());
        Assert.NotEqual("canceled", answer.TextAt("state"));
        var ended = await caller.EndOfAsync(address);
        Assert.Equal("canceled", ended.TextAt("state"));
        Assert.Equal("canceled", ended.TextAt("error.code"));
        Assert.Equal(price, ended.At("price.settled").GetDecimal());
        var image = Assert.Single(ended.At("images").EnumerateArray());
        Assert.Equal(200, (await caller.GetAsync(image.GetProperty("url").GetString()!)).Status);
        Assert.Equal(
            candidates + 1L,
            await server.Server.House.ScalarAsync<long>(
                """
                SELECT count(*) FROM images WHERE generation_id = @id
                  AND expires_at - atelier.now() BETWEEN interval '23 hours' AND interval '24 hours'
                """,
                new { id = EmulatedServer.IdOf(address) }
            )
        );
        Assert.Equal(200, (await caller.DeleteAsync(address)).Status);
        Assert.Equal(100_000 - (long)(1000 * price), await caller.BalanceAsync());
        await Books.AreEvenAsync(server);
    }
}
