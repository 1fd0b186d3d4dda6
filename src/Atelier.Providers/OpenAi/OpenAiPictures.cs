using Atelier.Imaging;
using Atelier.Imaging.Reading;
using Atelier.Providers.Calls;
using Atelier.Providers.Pictures;

namespace Atelier.Providers.OpenAi;

/// <summary>The files of an edit, drawn from the caller's images. What is transparent in the mask is painted anew.</summary>
internal static class OpenAiPictures
{
    /// <summary>The image that is changed, if there is one, comes first: the mask is of it.</summary>
    public static async Task<(IReadOnlyList<byte[]> Images, byte[]? Mask)> DrawAsync(
        OpenAiCall call,
        ISourceFiles sources,
        CancellationToken cancellationToken
    )
    {
        var (image, mask) = call.Image is { } source
            ? await DrawAsync(call, await sources.ReadAsync(source, cancellationToken), sources, cancellationToken)
            : (null, null);
        var images = new List<byte[]>(image is null ? [] : [image]);
        foreach (var reference in call.References ?? [])
        {
            images.Add(PngFile.Encode(await sources.ReadAsync(reference, cancellationToken), cancellationToken));
        }

        return (images, mask);
    }

    private static async Task<(byte[]? Image, byte[]? Mask)> DrawAsync(
        OpenAiCall call,
        PixelBuffer source,
        ISourceFiles sources,
        CancellationToken cancellationToken
    )
    {
        if (call.Margins is { } margins)
        {
            // The canvas is its own mask: there is nothing but in the middle.
            var canvas = PngFile.Encode(Canvas.Grow(source, margins), cancellationToken);
            var opening = PngFile.Encode(Canvas.Opening(source, margins), cancellationToken);
            return (canvas, opening);
        }

        var mask = call.Mask is { } id ? await sources.ReadAsync(id, cancellationToken) : null;
        return (
            PngFile.Encode(source, cancellationToken),
            mask is null
                ? null
                : PngFile.Encode(MaskMaker.ToTransparentHoles(mask, source.Width, source.Height), cancellationToken)
        );
    }
}
