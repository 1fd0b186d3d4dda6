using System.Text;

namespace Atelier.Providers.Tests.Serving;

/// <summary>Begins with a text and goes on with one letter for ever; counts what was read.</summary>
internal sealed class EndlessStream(string start, char filler) : Stream
{
    private readonly byte[] _start = Encoding.ASCII.GetBytes(start);

    public long Count { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => Count;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        var first = Count < _start.Length ? _start.AsSpan((int)Count) : [];
        var copied = Math.Min(first.Length, buffer.Length);
        first[..copied].CopyTo(buffer);
        buffer[copied..].Fill((byte)filler);
        Count += buffer.Length;
        return buffer.Length;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(Read(buffer.Span));

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
