namespace Atelier.Imaging.Tests.Reading;

internal static class SamePixels
{
    internal static void Assert(PixelBuffer expected, PixelBuffer actual)
    {
        Xunit.Assert.Equal(
            (expected.Width, expected.Height, expected.Bands),
            (actual.Width, actual.Height, actual.Bands)
        );
        Xunit.Assert.Equal(expected.Pixels, actual.Pixels);
    }
}
