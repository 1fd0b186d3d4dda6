namespace Atelier.Imaging.Vips;

/// <summary>
/// Between pictures the heap keeps the memory of the last ones, so that the next one's need not be mapped anew; after a pause it
/// goes back to the kernel. What a large upload leaves goes back at once.
/// </summary>
internal sealed class QuietHeap : IDisposable
{
    /// <summary>How long no picture was worked on.</summary>
    internal static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    /// <summary>Pixels of an upload whose memory is worth the milliseconds that giving it back takes.</summary>
    internal const long Large = 4_000_000;

    private readonly ITimer _timer;
    private readonly Action _giveBack;

    internal QuietHeap(TimeProvider time, Action giveBack)
    {
        _giveBack = giveBack;
        _timer = time.CreateTimer(_ => giveBack(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>A piece of work has ended; the pause begins again.</summary>
    internal void Worked() => _timer.Change(Pause, Timeout.InfiniteTimeSpan);

    /// <summary>An upload of so many pixels was worked on. What a large one leaves lies in pieces, and the next one takes more.</summary>
    internal void WorkedOnUpload(long pixels)
    {
        if (pixels >= Large)
            _giveBack();
        Worked();
    }

    public void Dispose() => _timer.Dispose();
}
