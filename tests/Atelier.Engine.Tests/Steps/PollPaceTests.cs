using Atelier.Data.Attempts;
using Atelier.Engine.Steps;
using Atelier.Engine.Tests.Nodes;
using Atelier.Engine.Working;
using Atelier.TestKit.Time;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Atelier.Engine.Tests.Steps;

/// <summary>How often tasks are asked for, with few and with many under way.</summary>
public sealed class PollPaceTests : KernelTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task AfterAsync_AsManyTasksAsMayBeAskedInASecond_IsAsTheWireSays()
    {
        await AddTasksAsync("legnext", 40);

        Assert.Equal(Second, await CreateSut().AfterAsync("legnext", Second, Cancel));
    }

    [Fact]
    public async Task AfterAsync_MoreTasks_ShareWhatTheProviderIsAsked()
    {
        await AddTasksAsync("legnext", 200);
        await AddTasksAsync("piapi", 3);
        var pace = CreateSut();

        Assert.InRange(
            await pace.AfterAsync("legnext", Second, Cancel),
            TimeSpan.FromSeconds(4.5),
            TimeSpan.FromSeconds(5.5)
        );
        Assert.Equal(Second, await pace.AfterAsync("piapi", Second, Cancel));
        // A wire that asks less often by itself is left to it.
        Assert.Equal(TimeSpan.FromSeconds(30), await pace.AfterAsync("legnext", TimeSpan.FromSeconds(30), Cancel));
    }

    [Fact]
    public async Task AfterAsync_FarTooManyTasks_AsksForEachOnceAMinuteAllTheSame()
    {
        await AddTasksAsync("legnext", 200);

        Assert.InRange(
            await CreateSut(perSecond: 1).AfterAsync("legnext", Second, Cancel),
            TimeSpan.FromSeconds(54),
            TimeSpan.FromSeconds(66)
        );
    }

    [Fact]
    public async Task AfterAsync_TasksCameAndEnded_CountsThemEveryFewSeconds()
    {
        await AddTasksAsync("legnext", 200);
        var pace = CreateSut();
        Assert.NotEqual(Second, await pace.AfterAsync("legnext", Second, Cancel));
        await House.ExecuteAsync("UPDATE attempts SET state = 'succeeded'");

        Assert.NotEqual(Second, await pace.AfterAsync("legnext", Second, Cancel));
        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(Second, await pace.AfterAsync("legnext", Second, Cancel));
    }

    [Fact]
    public async Task AfterAsync_DatabaseIsAway_TheLastCountHolds()
    {
        await AddTasksAsync("legnext", 200);
        await using var away = NpgsqlDataSource.Create("Host=/nowhere;Username=nobody;Timeout=1");

        Assert.Equal(Second, await CreateSut(database: away).AfterAsync("legnext", Second, Cancel));
    }

    private PollPace CreateSut(int perSecond = 40, NpgsqlDataSource? database = null) =>
        new(
            new TaskCountStore(database ?? House.Data),
            Options.Create(new WorkOptions { PollsPerSecond = perSecond }),
            _time,
            NullLogger<PollPace>.Instance
        );

    private async Task AddTasksAsync(string lane, int count)
    {
        var node = await StartIdleAsync(new TestWire(lane, tasks: true));
        var id = await node.AcceptAsync(Account, "many tasks");
        await House.ExecuteAsync(
            """
            INSERT INTO attempts (id, generation_id, lane, epoch, state)
            SELECT gen_random_uuid(), @id, @lane, 0, 'submitted' FROM generate_series(1, @count)
            """,
            new
            {
                id,
                lane,
                count,
            }
        );
    }
}
