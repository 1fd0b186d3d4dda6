using Amazon.S3.Model;

namespace Atelier.Data.Blobs.Buckets;

/// <summary>
/// An object as a stream that can be sought. What is not read is not fetched; where a connection breaks, reading goes on over
/// another, and always from the very same object.
/// </summary>
internal sealed class BucketStream : Stream
{
    // Shorter gaps are read over: a new request takes longer.
    private const int ShortGap = 64 * 1024;

    private const int MostBreaks = 2;

    private static readonly TimeSpan ReadPatience = TimeSpan.FromSeconds(30);

    private readonly Func<long, CancellationToken, Task<GetObjectResponse>> _open;
    private readonly Func<Exception, Exception> _describe;
    private readonly TimeProvider _time;
    private GetObjectResponse? _response;
    private long _at;

    /// <param name="response">The whole object, of which nothing was read; null fetches it when something is.</param>
    /// <param name="open">Fetches the rest of the object from a position.</param>
    public BucketStream(
        long length,
        GetObjectResponse? response,
        Func<long, CancellationToken, Task<GetObjectResponse>> open,
        Func<Exception, Exception> describe,
        TimeProvider time
    ) => (Length, _response, _open, _describe, _time) = (length, response, open, describe, time);

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length { get; }

    public override long Position { get; set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Position >= Length || buffer.IsEmpty)
        {
            return 0;
        }

        for (var breaks = 0; ; breaks++)
        {
            if (_response is null || Position < _at || Position - _at > ShortGap)
            {
                Drop();
                _response = await _open(Position, cancellationToken);
                _at = Position;
            }

            try
            {
                while (_at < Position)
                {
                    _at += await ReadBodyAsync(
                        buffer[..(int)Math.Min(buffer.Length, Position - _at)],
                        cancellationToken
                    );
                }

                var read = await ReadBodyAsync(buffer, cancellationToken);
                Position = _at += read;
                return read;
            }
            catch (Exception exception)
                when (!cancellationToken.IsCancellationRequested && BucketCalls.IsTheirs(exception))
            {
                Drop();
                if (breaks == MostBreaks)
                {
                    throw _describe(exception);
                }
            }
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    // Nobody who serves reads so; libraries may.
    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override long Seek(long offset, SeekOrigin origin) =>
        Position = origin switch
        {
            SeekOrigin.Begin => offset,
            SeekOrigin.Current => Position + offset,
            _ => Length + offset,
        };

    public override void Flush() { }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            try
            {
                Drop();
            }
            catch (Exception exception) when (BucketCalls.IsTheirs(exception))
            {
                // Only here does the client say that what was read to its end has another hash than its tag.
                throw _describe(exception);
            }
        }

        base.Dispose(disposing);
    }

    private async ValueTask<int> ReadBodyAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(ReadPatience, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var read = await _response!.ResponseStream.ReadAsync(buffer, both.Token);
        return read > 0 ? read : throw new EndOfStreamException("The object ended before its length.");
    }

    private void Drop()
    {
        _response?.Dispose();
        _response = null;
        _at = 0;
    }
}
