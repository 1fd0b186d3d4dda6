using System.Runtime.InteropServices;

namespace Atelier.Imaging.Rendering.Png;

/// <summary>
/// A file that grows outside the managed heap, where growing moves no bytes and what is left over is no garbage: arrays of
/// megabytes stay until the next full collection.
/// </summary>
internal sealed unsafe class NativeFile(int capacity) : Stream
{
    private byte* _bytes = (byte*)NativeMemory.Alloc((nuint)capacity);
    private int _capacity = capacity;
    private int _length;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _length;

    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException();
    }

    /// <summary>What was written, until the next write.</summary>
    internal Span<byte> Written => new(_bytes, _length);

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (buffer.Length > _capacity - _length)
            Grow(buffer.Length);
        buffer.CopyTo(new Span<byte>(_bytes + _length, _capacity - _length));
        _length += buffer.Length;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush() { }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        NativeMemory.Free(_bytes);
        _bytes = null;
        _capacity = 0;
        _length = 0;
        base.Dispose(disposing);
    }

    private void Grow(int more)
    {
        var capacity = checked(_length + Math.Max(more, _capacity / 4));
        _bytes = (byte*)NativeMemory.Realloc(_bytes, (nuint)capacity);
        _capacity = capacity;
    }
}
