namespace Atelier.Imaging.Rendering.Png;

/// <summary>The rows of a picture in memory, 8 bits a band.</summary>
internal readonly ref struct PngRows(ReadOnlySpan<byte> pixels, int width, int height, int bands)
{
    private readonly ReadOnlySpan<byte> _pixels = pixels;
    private readonly byte[] _nothing = new byte[width * bands];

    internal int Width => width;

    internal int Height => height;

    internal int Bands => bands;

    internal int Stride => width * bands;

    /// <summary>A filtered row has the filter's number in front.</summary>
    internal int FilteredStride => Stride + 1;

    internal void Filter(int y, Span<byte> target)
    {
        var row = _pixels.Slice(y * Stride, Stride);
        var above = y == 0 ? _nothing : _pixels.Slice((y - 1) * Stride, Stride);
        target[0] = PaethFilter.Number;
        PaethFilter.Apply(row, above, bands, target[1..]);
    }
}
