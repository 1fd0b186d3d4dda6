using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Atelier.Imaging;
using Atelier.Imaging.Reading;
using Atelier.Providers.Calls;
using Atelier.Providers.Failures;
using Atelier.Providers.Http;
using Atelier.Providers.Pictures;

namespace Atelier.Providers.Replicate.Inputs;

/// <summary>
/// Puts pictures into an input: small ones inside it, others by Replicate's files, which cost nothing. The POST waits for the
/// upload, so what is not up in two seconds goes inside as well.
/// </summary>
internal sealed class InputWriter(ProviderSite site)
{
    /// <summary>Bytes of a file that goes inside the input, as Replicate advises.</summary>
    public const int MostInside = 256 * 1024;

    private const int MostAnswerBytes = 64 * 1024;

    private static readonly TimeSpan UploadTime = TimeSpan.FromSeconds(2);

    /// <summary>Adds them to the input.</summary>
    /// <exception cref="ProviderException">An image is gone or broken.</exception>
    public async Task WriteAsync(
        JsonObject input,
        IReadOnlyList<InputFile> files,
        ISourceFiles sources,
        CancellationToken cancellationToken
    )
    {
        var drawn = new List<byte[]>();
        foreach (var file in files)
        {
            drawn.Add(await DrawAsync(file, sources, cancellationToken));
        }

        var values = await Task.WhenAll(drawn.Select(bytes => ValueOfAsync(bytes, cancellationToken)));
        for (var number = 0; number < files.Count; number++)
        {
            input[files[number].Name] = values[number];
        }
    }

    private static async Task<byte[]> DrawAsync(
        InputFile file,
        ISourceFiles sources,
        CancellationToken cancellationToken
    )
    {
        PixelBuffer picture;
        try
        {
            picture = await sources.ReadAsync(file.Image, cancellationToken);
        }
        catch (UnreadablePictureException exception)
        {
            throw new ProviderException(
                ReplicateProvider.Name,
                FailureKind.BadRequest,
                Charge.None,
                "The picture that the request is about cannot be read.",
                exception
            );
        }

        return PngFile.Encode(
            file.Mask
                ? MaskMaker.ToWhiteOnBlack(picture, file.Width, file.Height)
                : ScaledPicture.Cover(picture, file.Width, file.Height, cancellationToken),
            cancellationToken
        );
    }

    private async Task<string> ValueOfAsync(byte[] png, CancellationToken cancellationToken) =>
        (png.Length <= MostInside ? null : await UploadAsync(png, cancellationToken))
        ?? "data:image/png;base64," + Convert.ToBase64String(png);

    // The address of the file; null when it is not there in time.
    private async Task<string?> UploadAsync(byte[] png, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await site.AskAsync("/v1/files", Form(png), UploadTime, cancellationToken);
            if (answer.Status is < 200 or >= 300)
            {
                return null;
            }

            var json = await answer.ReadJsonAsync(MostAnswerBytes);
            return json.Member("urls").Text("get") is { } address && Uri.TryCreate(address, UriKind.Absolute, out _)
                ? address
                : null;
        }
        catch (ProviderException)
        {
            // Whether Replicate is to be had at all is for the POST to find out.
            return null;
        }
    }

    private static MultipartFormDataContent Form(byte[] png)
    {
        var file = new ByteArrayContent(png);
        file.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        return new MultipartFormDataContent { { file, "\"content\"", "\"image.png\"" } };
    }
}
