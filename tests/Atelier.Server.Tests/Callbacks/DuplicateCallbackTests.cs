using Atelier.Emulators.Faults;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Callbacks;

/// <summary>Callbacks that come more than once.</summary>
public sealed class DuplicateCallbackTests(EmulatedServer server) : IClassFixture<EmulatedServer>
{
    [Fact]
    public async Task Receive_AgainAndAgain_IsHarmless()
    {
        var caller = await server.Server.AddCallerAsync();
        EmulatedServer.Fault(server.LegNext, FaultAction.DuplicateCallback);

        var made = await server.MakeAtLegNextAsync(caller, Bodies.Midjourney());

        var job = server.LegNext.Bill.Items[^1].Id;
        await TestServer.UntilAsync(() =>
            Task.FromResult(server.LegNext.Callbacks.Count(callback => callback.Job == job) == 2)
        );
        Assert.All(
            server.LegNext.Callbacks.Where(callback => callback.Job == job),
            callback => Assert.Equal(204, callback.Status)
        );
        Assert.Equal(4, made.At("images").GetArrayLength() + made.At("candidates").GetArrayLength());
        Assert.Equal(98_800, await caller.BalanceAsync());

        // A third and a fourth, long after the end.
        var address = WaitingGeneration.CallbackOf(EmulatedServer.Paid(server.LegNext)[^1]);
        var before = await HouseState.ReadAsync(server.Server.House);
        var late = await server
            .Server.Nobody()
            .PostAsync(address, $$"""{"job_id": "{{job}}", "status": "completed"}""");
        var other = await server.Server.Nobody().PostAsync(address, """{"job_id": "another"}""");
        Assert.Equal((204, 204), (late.Status, other.Status));
        Assert.Equal(before, await HouseState.ReadAsync(server.Server.House));
    }
}
