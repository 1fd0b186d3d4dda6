using Atelier.Core.Images;
using Atelier.Data.Images;
using Atelier.Engine.Renditions;
using Atelier.Engine.Views;
using Atelier.Server.Authentication;
using Atelier.Server.Generations;
using Atelier.Server.Images;
using Atelier.Server.Wire;

namespace Atelier.Server.OpenAi;

/// <summary>Writes a complete generation as OpenAI's answer, or as the picture alone.</summary>
internal sealed class ImagesWriter(ImageAccess access, UrlSigner signer)
{
    /// <summary>Of an answer that is the picture alone: what made it.</summary>
    public const string ModelHeader = "Atelier-Model";

    /// <summary>Likewise: what was first in line and did not run.</summary>
    public const string FallbackHeader = "Atelier-Fallback-From";

    /// <summary>The addresses of the pictures.</summary>
    public IResult Urls(HttpRequest request, GenerationDetail detail) =>
        TypedResults.Json(
            Answer(detail, RunsHouse(request.HttpContext)) with
            {
                Data =
                [
                    .. Images(detail)
                        .Select(image => new ImageData(null, signer.Sign(request, image, Rendition.Original))),
                ],
            },
            WireJson.Options
        );

    /// <summary>The pictures themselves as base64, one after the other: ten large ones together would fill the memory.</summary>
    public async Task<IResult> Base64Async(
        HttpContext context,
        GenerationDetail detail,
        CancellationToken cancellationToken
    )
    {
        // Once the answer has begun it can no longer become an error, so missing and damaged files are found before.
        foreach (var image in Images(detail))
        {
            await using var file = (await OpenAsync(image, cancellationToken)).Stream;
        }

        return new Base64Result(Answer(detail, RunsHouse(context)), [.. Images(detail).Select(image => Reader(image))]);
    }

    /// <summary>The first picture, as it is.</summary>
    public async Task<IResult> PictureAsync(
        HttpContext context,
        GenerationDetail detail,
        CancellationToken cancellationToken
    )
    {
        var image = Images(detail)[0];
        var picture = await OpenAsync(image, cancellationToken);
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = PictureResult.Sandbox;
        headers[ModelHeader] = $"{image.Model} at {image.Provider}";
        if (FallbackView.Of(detail, RunsHouse(context)) is { } fallback)
        {
            headers[FallbackHeader] = $"{fallback.Model} at {fallback.Provider} {fallback.Reason}";
        }

        return TypedResults.Stream(picture.Stream, picture.Format.MediaType());
    }

    private static bool RunsHouse(HttpContext context) => CallerClaims.May(context.User, Scopes.Admin);

    private static List<ImageRow> Images(GenerationDetail detail) =>
        [.. detail.Slots.Select(slot => slot.Image).OfType<ImageRow>()];

    private static ImagesAnswer Answer(GenerationDetail detail, bool runsHouse)
    {
        var first = Images(detail)[0];
        return new ImagesAnswer(
            detail.Row.CreatedAt.ToUnixTimeSeconds(),
            [],
            "opaque",
            first.Format,
            $"{first.Width}x{first.Height}",
            OpenAiQuality.Of(detail.Plan.Quality),
            detail.Row.Id,
            first.Model,
            first.Provider,
            FallbackView.Of(detail, runsHouse),
            [.. detail.Losses.Select(degradation => degradation.Code)]
        );
    }

    private Func<CancellationToken, Task<byte[]>> Reader(ImageRow image) =>
        async cancellationToken =>
        {
            await using var file = (await OpenAsync(image, cancellationToken)).Stream;
            var bytes = new byte[file.Length];
            await file.ReadExactlyAsync(bytes, cancellationToken);
            return bytes;
        };

    private Task<ServedPicture> OpenAsync(ImageRow image, CancellationToken cancellationToken) =>
        access.OpenAsync(image, Rendition.Original, cancellationToken);
}
