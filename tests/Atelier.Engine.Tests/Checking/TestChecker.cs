using Atelier.Core.Policy;
using Atelier.Engine.Checking;

namespace Atelier.Engine.Tests.Checking;

/// <summary>A checker that says what a test tells it.</summary>
internal sealed class TestChecker(PictureCheck check) : IPictureChecker
{
    private int _asked;

    public PictureCheck Check => check;

    public bool Available { get; set; } = true;

    /// <summary>What it says of each picture, or how it breaks.</summary>
    public Func<CancellationToken, Task<CheckOutcome>> Says { get; set; } = _ => Task.FromResult(CheckOutcome.Passed);

    /// <summary>Pictures that it was shown.</summary>
    public int Asked => Volatile.Read(ref _asked);

    public static TestChecker Failing(PictureCheck check = PictureCheck.Nsfw) =>
        new(check) { Says = _ => Task.FromResult(CheckOutcome.Failed) };

    /// <summary>What breaks the question whether it is there at all.</summary>
    public Exception? Breaks { get; set; }

    public ValueTask<bool> IsAvailableAsync(CancellationToken cancellationToken) =>
        Breaks is { } broken ? throw broken : new(Available);

    public Task<CheckOutcome> CheckAsync(CheckedPicture picture, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _asked);
        return Says(cancellationToken);
    }
}
