using Atelier.Engine.Changes;
using Atelier.Engine.Tests.Nodes;
using Atelier.Providers.Failures;

namespace Atelier.Engine.Tests.Events;

/// <summary>What is told while generations run.</summary>
public sealed class TickTests : KernelTests
{
    private readonly TestWire _first = new("openai", tasks: true);
    private readonly TestWire _second = new("legnext", tasks: true);

    [Fact]
    [Trait("Requirement", "C-16")]
    [Trait("Requirement", "C-67")]
    public async Task RunAsync_ProviderFailsLate_NextOneDoesNotFallBehindItsProgress()
    {
        _first.Then(
            new WireAct
            {
                Polls = 2,
                Progress = 76,
                TaskFails = FailureKind.TaskFailed,
                Billed = false,
            }
        );
        _second.Then(new WireAct { Polls = 2, Progress = 10 });
        var node = await StartAsync(_first, _second);
        var ticks = new List<int>();
        node.Get<ChangeHub>().Ticked += (_, percent) => ticks.Add(percent);

        var detail = await RunAsync(node);

        Assert.Equal("complete", detail.Row.State);
        Assert.Equal([60], ticks.Distinct());
        Assert.Equal(
            "0, 10, 20, 50, 60, 70, 80, 90, 100",
            await House.ScalarAsync<string>(
                "SELECT string_agg(progress::text, ', ' ORDER BY seq) FROM events WHERE generation_id = @Id",
                new { detail.Row.Id }
            )
        );
        Assert.Equal(
            "60 generating openai task_failed legnext",
            await House.ScalarAsync<string>(
                """
                SELECT string_agg(concat_ws(' ', progress, state, note ->> 'provider', note ->> 'failure', note ->> 'next'), ', ')
                FROM events WHERE generation_id = @Id AND note ->> 'kind' = 'trying_another'
                """,
                new { detail.Row.Id }
            )
        );
        await Books.AssertAsync(House, _first, _second);
    }

    [Fact]
    public async Task RunAsync_FirstOneMakesIt_SaysNothingOfOthers()
    {
        var node = await StartAsync(_first, _second);

        var detail = await RunAsync(node);

        Assert.Equal(
            0L,
            await House.ScalarAsync<long>(
                "SELECT count(note) FROM events WHERE generation_id = @Id",
                new { detail.Row.Id }
            )
        );
    }
}
