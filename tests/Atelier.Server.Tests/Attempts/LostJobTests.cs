using Atelier.Emulators.Faults;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Attempts;

/// <summary>Calls at LegNext whose answer was lost: the job is found again, and nothing stays open.</summary>
public sealed class LostJobTests(EmulatedServer server) : IClassFixture<EmulatedServer>
{
    [Fact]
    [Trait("Requirement", "A-38")]
    public async Task Create_AnswerOfLegNextLostWhileItWorks_IsFoundInItsListAndNotSentAgain()
    {
        var caller = await server.Server.AddCallerAsync();
        var calls = EmulatedServer.Paid(server.LegNext).Count;
        EmulatedServer.Fault(server.LegNext, FaultAction.CutAfter);

        await server.MakeAtLegNextAsync(caller, Bodies.Midjourney());

        Assert.Equal(1, EmulatedServer.Paid(server.LegNext).Count - calls);
        Assert.Contains(server.LegNext.Calls, call => call.Path == "/api/account/active_tasks");
        Assert.Equal(98_800, await caller.BalanceAsync());
        await Books.AreEvenAsync(server);
    }

    [Fact]
    [Trait("Requirement", "A-38")]
    public async Task Create_AnswerOfLegNextLostAndTheJobDone_IsFoundByItsCallbackAndNotSentAgain()
    {
        var caller = await server.Server.AddCallerAsync();
        var calls = EmulatedServer.Paid(server.LegNext).Count;
        EmulatedServer.Fault(server.LegNext, FaultAction.CutAfter);
        // It has left the list before anybody looks.
        server.LegNext.TaskDuration = TimeSpan.Zero;

        await caller.GenerateAsync(Bodies.Midjourney());

        server.LegNext.TaskDuration = null;
        Assert.Equal(1, EmulatedServer.Paid(server.LegNext).Count - calls);
        Assert.Contains(
            server.Server.Logs.Lines,
            line => line.Contains("legnext called back: attempt", StringComparison.Ordinal)
        );
        Assert.Equal(98_800, await caller.BalanceAsync());
        await Books.AreEvenAsync(server);
    }
}
