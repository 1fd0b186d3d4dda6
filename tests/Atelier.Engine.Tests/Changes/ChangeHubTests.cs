using Atelier.Engine.Changes;
using Atelier.TestKit.Time;

namespace Atelier.Engine.Tests.Changes;

public sealed class ChangeHubTests
{
    private readonly ChangeHub _hub = new();
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task WaitAsync_WordRaised_ReturnsWithoutTimePassing()
    {
        using var subscription = _hub.Subscribe("g:1");
        var wait = subscription.WaitAsync(TimeSpan.FromHours(1), _time, TestContext.Current.CancellationToken);

        _hub.Raise("g:1");

        await wait;
    }

    [Fact]
    public async Task WaitAsync_RaisedBeforeWaiting_IsNotLost()
    {
        using var subscription = _hub.Subscribe("g:1");
        _hub.Raise("g:1");
        _hub.Raise("g:1");

        await subscription.WaitAsync(TimeSpan.FromHours(1), _time, TestContext.Current.CancellationToken);

        // Two wakes before a wait are one.
        var second = subscription.WaitAsync(TimeSpan.FromHours(1), _time, TestContext.Current.CancellationToken);
        Assert.False(second.IsCompleted);
        _time.Advance(TimeSpan.FromHours(1));
        await second;
    }

    [Fact]
    public async Task WaitAsync_OtherWord_WaitsForTheTime()
    {
        using var subscription = _hub.Subscribe("g:1");
        var wait = subscription.WaitAsync(TimeSpan.FromSeconds(5), _time, TestContext.Current.CancellationToken);

        _hub.Raise("g:2");
        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.False(wait.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));

        await wait;
    }

    [Fact]
    public async Task RaiseAll_EverybodyWakes()
    {
        using var one = _hub.Subscribe("g:1");
        using var two = _hub.Subscribe("l:local");

        _hub.RaiseAll();

        await one.WaitAsync(TimeSpan.FromHours(1), _time, TestContext.Current.CancellationToken);
        await two.WaitAsync(TimeSpan.FromHours(1), _time, TestContext.Current.CancellationToken);
    }
}
