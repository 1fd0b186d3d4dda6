using Atelier.Engine.Callbacks;
using Atelier.TestKit.Time;

namespace Atelier.Engine.Tests.Callbacks;

/// <summary>One question a second and attempt, and none of a burst is lost.</summary>
public sealed class HintPacerTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly Guid _attempt = Guid.CreateVersion7();

    [Fact]
    public void Take_First_IsFollowedAtOnce()
    {
        var pacer = new HintPacer(_time);

        Assert.Equal(TimeSpan.Zero, pacer.Take(_attempt));
        Assert.Equal(TimeSpan.Zero, pacer.Take(Guid.CreateVersion7()));
    }

    [Fact]
    public void Take_Burst_IsFollowedOnceMoreASecondLater()
    {
        var pacer = new HintPacer(_time);
        pacer.Take(_attempt);
        _time.Advance(TimeSpan.FromMilliseconds(200));

        Assert.Equal(TimeSpan.FromMilliseconds(800), pacer.Take(_attempt));
        Assert.Null(pacer.Take(_attempt));
        _time.Advance(TimeSpan.FromMilliseconds(799));
        Assert.Null(pacer.Take(_attempt));
    }

    [Fact]
    public void Take_AllTheTime_IsFollowedOnceASecond()
    {
        var pacer = new HintPacer(_time);
        var turns = new List<DateTimeOffset>();

        for (var i = 0; i < 1000; i++)
        {
            if (pacer.Take(_attempt) is { } delay)
            {
                turns.Add(_time.GetUtcNow() + delay);
            }

            _time.Advance(TimeSpan.FromMilliseconds(10));
        }

        Assert.Equal(11, turns.Count);
        Assert.All(turns.Zip(turns.Skip(1)), pair => Assert.Equal(TimeSpan.FromSeconds(1), pair.Second - pair.First));
    }

    [Fact]
    public void Take_AfterAQuietSecond_IsFollowedAtOnceAgain()
    {
        var pacer = new HintPacer(_time);
        pacer.Take(_attempt);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(TimeSpan.Zero, pacer.Take(_attempt));
    }

    [Fact]
    public void Take_MoreAttemptsThanAreKept_GoesOn()
    {
        var pacer = new HintPacer(_time);

        for (var i = 0; i < 25_000; i++)
        {
            Assert.Equal(TimeSpan.Zero, pacer.Take(Guid.CreateVersion7()));
        }

        Assert.Equal(TimeSpan.Zero, pacer.Take(_attempt));
        Assert.Equal(TimeSpan.FromSeconds(1), pacer.Take(_attempt));
    }
}
