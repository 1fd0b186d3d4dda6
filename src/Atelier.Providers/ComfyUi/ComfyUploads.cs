using System.Net.Http.Headers;
using System.Text;
using Atelier.Imaging;
using Atelier.Imaging.Reading;
using Atelier.Providers.Calls;
using Atelier.Providers.Failures;
using Atelier.Providers.Http;
using Atelier.Providers.OpenAi;
using Atelier.Providers.Pictures;

namespace Atelier.Providers.ComfyUi;

/// <summary>Sends the caller's picture and mask before the workflow that reads them.</summary>
internal sealed class ComfyUploads(ProviderSite site, ComfyErrors errors)
{
    private const int MostAnswerBytes = 64 * 1024;

    // The call waits for it, and holds its place in the lane.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Puts the names of the uploaded files into the graph.</summary>
    /// <exception cref="ProviderException">They could not be sent; nothing has begun.</exception>
    public async Task SendAsync(ComfyCall call, PaidCall paid, CancellationToken cancellationToken)
    {
        if (call.Image is not { } image)
        {
            return;
        }

        var source = await paid.Sources.ReadAsync(image, cancellationToken);
        var mask =
            call.Margins is { } margins ? Canvas.Opening(source, margins)
            : call.Mask is { } id ? await paid.Sources.ReadAsync(id, cancellationToken)
            // The workflow wants one, and the request has none: all of it may change.
            : call.MaskAt is not null ? new PixelBuffer(1, 1, 3, [255, 255, 255])
            : null;
        var picture = call.Margins is { } around ? Canvas.Grow(source, around) : source;
        var name = await SendAsync($"atelier-{paid.AttemptId}.png", picture, cancellationToken);
        call.Set(call.ImageAt, name);
        if (mask is not null && call.MaskAt is not null)
        {
            var white = MaskMaker.ToWhiteOnBlack(mask, picture.Width, picture.Height);
            call.Set(call.MaskAt, await SendAsync($"atelier-{paid.AttemptId}-mask.png", white, cancellationToken));
        }
    }

    private async Task<string> SendAsync(string name, PixelBuffer picture, CancellationToken cancellationToken)
    {
        var file = new ByteArrayContent(PngFile.Encode(picture, cancellationToken));
        file.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        using var form = new MultipartFormDataContent
        {
            { file, "\"image\"", $"\"{name}\"" },
            { new ByteArrayContent(Encoding.UTF8.GetBytes("input")), "\"type\"" },
            { new ByteArrayContent(Encoding.UTF8.GetBytes("true")), "\"overwrite\"" },
        };
        using var answer = await site.AskAsync("/upload/image", form, Limit, cancellationToken);
        if (answer.Status != 200)
        {
            throw await errors.ReadAsync(answer, paid: false);
        }

        var body = await answer.ReadJsonAsync(MostAnswerBytes);
        var given = OpenAiJson.Text(body, "name") ?? throw errors.Unreadable("does not say what it named a picture");
        // It may have chosen another name, and a folder.
        return OpenAiJson.Text(body, "subfolder") is { Length: > 0 } folder ? $"{folder}/{given}" : given;
    }
}
