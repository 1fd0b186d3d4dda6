namespace Atelier.Imaging.Rendering;

/// <summary>What looks alike in another format.</summary>
internal static class RenderQuality
{
    // AV1's scale is another: 50 there looks as WebP's 80 does.
    internal static int OfAvif(int webp) => Math.Max(1, (webp * 5 + 4) / 8);
}
