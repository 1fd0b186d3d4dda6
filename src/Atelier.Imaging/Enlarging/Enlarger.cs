using Atelier.Imaging.Painting.Styles;

namespace Atelier.Imaging.Enlarging;

/// <summary>Makes photos larger, without a model.</summary>
internal static class Enlarger
{
    /// <param name="detail">Whether what detail there is gets sharpened.</param>
    /// <param name="denoise">Whether noise is taken out before.</param>
    public static PixelBuffer Enlarge(PixelBuffer photo, int width, int height, bool detail, bool denoise, Rows rows)
    {
        var clean = denoise ? NoiseFilter.Apply(photo, rows) : photo;
        var large = Lanczos.Scale(clean, width, height, rows);
        if (detail)
            DetailBoost.Apply(large, clean, rows);
        return large;
    }
}
