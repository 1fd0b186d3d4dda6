namespace Atelier.Imaging.Detection;

/// <summary>
/// Looks for a text or logo that was laid over all of a picture again and again, half transparent, as stock libraries do.
/// It misses many rather than take bricks, cloth, fences and windows for one; a mark that is there only once it never finds.
/// </summary>
public static class WatermarkDetector
{
    /// <summary>Looks at the grey of the picture at no more than 512 pixels a side. Pure, and takes some hundredths of a second.</summary>
    public static WatermarkFinding Look(PixelBuffer pixels) => new(WatermarkSigns.Of(pixels)?.Score ?? 0);
}
