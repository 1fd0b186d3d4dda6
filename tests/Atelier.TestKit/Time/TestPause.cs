namespace Atelier.TestKit.Time;

/// <summary>How tests wait for something that happens elsewhere and tells nobody.</summary>
public static class TestPause
{
    // Asking without a pause takes the cores from those who do the work, and from all other tests.
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(10);

    /// <summary>A moment before the next question.</summary>
    public static Task NextAsync(CancellationToken cancellationToken) =>
        Task.Delay(Moment, TimeProvider.System, cancellationToken);
}
