using Atelier.Core.Catalogue;
using Atelier.Providers.Calls;

namespace Atelier.Providers.Piapi.Compiling;

/// <summary>How large a picture is uploaded.</summary>
internal static class UploadSize
{
    /// <summary>Pixels of three bytes that fit into the largest file, however badly they pack.</summary>
    public const long Most = 3_400_000;

    /// <summary>The picture's own size, or the largest of the same shape within so many pixels.</summary>
    public static PixelSize Of(SourceImage picture, long most)
    {
        var own = new PixelSize(picture.Width, picture.Height);
        if (own.Pixels <= most)
        {
            return own;
        }

        var scale = Math.Sqrt((double)most / own.Pixels);
        return new PixelSize(
            Math.Max(1, (int)Math.Floor(own.Width * scale)),
            Math.Max(1, (int)Math.Floor(own.Height * scale))
        );
    }
}
