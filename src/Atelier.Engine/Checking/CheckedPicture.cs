using Atelier.Core.Policy;
using Atelier.Imaging;
using Atelier.Imaging.Reading;

namespace Atelier.Engine.Checking;

/// <summary>A picture as checkers see it: pixels only, so that nothing of the file from outside goes on.</summary>
public sealed class CheckedPicture(PixelBuffer pixels)
{
    // A moderator sees enough at this size, and gets less to carry.
    private const int LongerSide = 1024;

    private Task<IReadOnlyCollection<PolicyCategory>>? _flags;

    public PixelBuffer Pixels => pixels;

    /// <summary>A PNG file made anew from the pixels, at most 1024 on the longer side.</summary>
    public byte[] ToPng()
    {
        var scale = Math.Min(1.0, (double)LongerSide / Math.Max(pixels.Width, pixels.Height));
        return PictureEncoder.Png(
            PictureFitter.Fit(
                pixels,
                Math.Max(1, (int)Math.Round(pixels.Width * scale)),
                Math.Max(1, (int)Math.Round(pixels.Height * scale))
            )
        );
    }

    /// <summary>What the moderator flags, asked once however many checks want to know. Checks run one after the other.</summary>
    internal Task<IReadOnlyCollection<PolicyCategory>> FlagsAsync(
        Func<Task<IReadOnlyCollection<PolicyCategory>>> ask
    ) => _flags ??= ask();
}
