using Atelier.Providers.Calls;
using Atelier.Providers.Pictures;

namespace Atelier.Providers.OpenAi;

/// <summary>The files of an edit, drawn from the caller's images. What is transparent in the mask is painted anew.</summary>
internal static class OpenAiPictures
{
    public static async Task<(byte[] Image, byte[]? Mask)> DrawAsync(
        OpenAiCall call,
        ISourceFiles sources,
        CancellationToken cancellationToken
    )
    {
        var source = await sources.ReadAsync(call.Image!.Value, cancellationToken);
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
                : PngFile.Encode(MaskPicture.Holes(mask, source.Width, source.Height), cancellationToken)
        );
    }
}
