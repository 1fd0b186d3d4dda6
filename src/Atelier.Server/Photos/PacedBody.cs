using Atelier.Core.Errors;

namespace Atelier.Server.Photos;

/// <summary>
/// A request's body that must not come too slowly (requirement B-07): only the time counts in which we wait for the sender, so
/// that nobody pays for our own queue. On a busy node part of that wait is ours as well, since what came is noticed late: so who
/// has used up his time is refused only when nothing more of his lies here.
/// </summary>
/// <param name="grace">What an upload may be behind the rate.</param>
/// <param name="silence">Without a byte, at most.</param>
internal sealed class PacedBody(Stream body, int bytesPerSecond, TimeSpan grace, TimeSpan silence, TimeProvider time)
    : Stream
{
    private long _received;
    private TimeSpan _waited;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _received;
        set => throw new NotSupportedException();
    }

    /// <exception cref="AtelierException">It came too slowly.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var patience = new CancellationTokenSource();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        var (left, started) = (Left, time.GetTimestamp());
        // Before his time is looked at: what lies here is there at once.
        var reading = body.ReadAsync(buffer, stop.Token);
        if (!reading.IsCompleted && left <= TimeSpan.Zero)
        {
            await patience.CancelAsync();
        }

        await using var end = time.CreateTimer(
            _ => patience.Cancel(),
            null,
            left > TimeSpan.Zero ? left : Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan
        );
        try
        {
            var read = await reading;
            _received += read;
            return read;
        }
        catch (OperationCanceledException)
            when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw TooSlow();
        }
        finally
        {
            _waited += time.GetElapsedTime(started);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    // As long as what came so far earns, and never longer than the silence.
    private TimeSpan Left
    {
        get
        {
            var left = grace + TimeSpan.FromSeconds((double)_received / bytesPerSecond) - _waited;
            return left < silence ? left : silence;
        }
    }

    private static AtelierException TooSlow() => new(ErrorCode.TooSlow, "The upload came too slowly.");
}
