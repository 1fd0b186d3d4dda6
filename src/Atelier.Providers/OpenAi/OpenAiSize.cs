using Atelier.Core.Catalogue;

namespace Atelier.Providers.OpenAi;

/// <summary>Compares the size of a picture with the one that is ordered for it.</summary>
internal static class OpenAiSize
{
    // Sixteen pixels more or less on the shorter side of the smallest picture.
    private const double MostStretch = 0.03;

    /// <summary>Whether a picture of that size can be laid on the other and back: the same shape, and not made smaller by more than a step.</summary>
    public static bool IsSameShape(PixelSize picture, PixelSize made, SizeRule rule) =>
        NativeSize.Stretch(picture, made) <= MostStretch
        && made.Width > picture.Width - rule.Step
        && made.Height > picture.Height - rule.Step;
}
