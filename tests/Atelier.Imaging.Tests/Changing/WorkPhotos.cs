namespace Atelier.Imaging.Tests.Changing;

/// <summary>Photos that tests of the workshop draw for themselves.</summary>
internal static class WorkPhotos
{
    /// <summary>A texture without a period, in colour.</summary>
    public static PixelBuffer Texture(int width, int height, int bands = 3)
    {
        var picture = new PixelBuffer(width, height, bands, new byte[width * height * bands]);
        for (var y = 0; y < height; y++)
        for (var x = 0; x < width; x++)
        {
            var at = ((y * width) + x) * bands;
            var wave = Math.Sin(x * 0.7) + Math.Sin((y * 0.9) + (x * 0.13)) + Math.Sin(((x * x) + (y * 3)) * 0.011);
            picture.Pixels[at] = (byte)(120 + (30 * wave));
            picture.Pixels[at + 1] = (byte)(100 + (25 * wave));
            picture.Pixels[at + 2] = (byte)(70 + (15 * wave));
            if (bands == 4)
                picture.Pixels[at + 3] = (byte)(200 + (x % 40));
        }

        return picture;
    }

    /// <summary>A red disc in the middle of light paper, a little lighter to one side; with a grey shadow below if asked.</summary>
    public static PixelBuffer Disc(int side, bool shadow = false, int bands = 3)
    {
        var picture = new PixelBuffer(side, side, bands, new byte[side * side * bands]);
        for (var y = 0; y < side; y++)
        for (var x = 0; x < side; x++)
        {
            var (across, down) = ((x + 0.5) / side, (y + 0.5) / side);
            var paper = 225 + (12 * across);
            if (shadow)
                paper *=
                    1 - (0.5 * Math.Exp(-(Math.Pow((across - 0.5) / 0.25, 2) + Math.Pow((down - 0.78) / 0.05, 2))));
            var far = Math.Sqrt(Math.Pow(across - 0.5, 2) + Math.Pow(down - 0.5, 2)) * side;
            var share = Math.Clamp((0.25 * side) - far + 0.5, 0, 1);
            var at = ((y * side) + x) * bands;
            picture.Pixels[at] = (byte)((share * 200) + ((1 - share) * paper));
            picture.Pixels[at + 1] = (byte)((share * 30) + ((1 - share) * paper));
            picture.Pixels[at + 2] = (byte)((share * 25) + ((1 - share) * paper));
            if (bands == 4)
                picture.Pixels[at + 3] = 255;
        }

        return picture;
    }

    /// <summary>A mask without alpha: white in a box, black outside.</summary>
    public static PixelBuffer Mask(int width, int height, int left, int top, int right, int bottom)
    {
        var mask = new PixelBuffer(width, height, 3, new byte[width * height * 3]);
        for (var y = top; y < bottom; y++)
            mask.Pixels.AsSpan(((y * width) + left) * 3, (right - left) * 3).Fill(255);
        return mask;
    }

    public static Span<byte> Pixel(this PixelBuffer picture, int x, int y) =>
        picture.Pixels.AsSpan(((y * picture.Width) + x) * picture.Bands, picture.Bands);

    /// <summary>The mean difference of two pictures of one size, a band.</summary>
    public static double Apart(PixelBuffer one, PixelBuffer other) =>
        one.Pixels.Zip(other.Pixels, (a, b) => Math.Abs(a - b)).Average();
}
