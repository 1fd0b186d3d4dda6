using Atelier.Core.Errors;
using Atelier.Core.Images;
using Atelier.Data.Blobs;
using Atelier.Data.Images;
using Atelier.Engine.Views;
using Atelier.Server.Images;
using Atelier.Server.Wire;

namespace Atelier.Server.OpenAi;

/// <summary>Writes a complete generation as OpenAI's answer, or as the picture alone.</summary>
internal sealed class ImagesWriter(IBlobStore blobs, UrlSigner signer)
{
    public async Task<IResult> AnswerAsync(
        HttpRequest request,
        GenerationDetail detail,
        bool asUrl,
        CancellationToken cancellationToken
    )
    {
        var images = detail.Slots.Select(slot => slot.Image).OfType<ImageRow>().ToList();
        var data = new List<ImageData>();
        foreach (var image in images)
        {
            data.Add(
                asUrl
                    ? new ImageData(null, signer.Sign(request, image, Rendition.Original))
                    : new ImageData(Convert.ToBase64String(await ReadAsync(image, cancellationToken)), null)
            );
        }

        var answer = new ImagesAnswer(
            detail.Row.CreatedAt.ToUnixTimeSeconds(),
            data,
            "opaque",
            images[0].Format,
            $"{images[0].Width}x{images[0].Height}",
            OpenAiQuality.Of(detail.Plan.Quality),
            detail.Row.Id,
            images[0].Model,
            [.. detail.Plan.Chain[0].Degradations.Select(degradation => degradation.Code)]
        );
        return TypedResults.Json(answer, WireJson.Options);
    }

    public async Task<IResult> PictureAsync(GenerationDetail detail, CancellationToken cancellationToken)
    {
        var image = detail.Slots.Select(slot => slot.Image).OfType<ImageRow>().First();
        return TypedResults.Bytes(await ReadAsync(image, cancellationToken), FileOf(image).MediaType);
    }

    private static ImageFile FileOf(ImageRow image) => image.Files[Rendition.Original.WireName()];

    private async Task<byte[]> ReadAsync(ImageRow image, CancellationToken cancellationToken)
    {
        var file = FileOf(image);
        await using var stream =
            await blobs.OpenAsync(BlobKeys.OfImage(image.GenerationId, image.Id, file.Name), cancellationToken)
            ?? throw new AtelierException(ErrorCode.Gone, "The file of this image was deleted.");
        var bytes = new byte[file.Bytes];
        await stream.ReadExactlyAsync(bytes, cancellationToken);
        return bytes;
    }
}
