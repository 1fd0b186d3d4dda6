using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Atelier.Core.Requests;
using Atelier.Imaging.Reading;
using Atelier.Providers.Calls;
using Atelier.Providers.Pictures;

namespace Atelier.Providers.Automatic1111;

/// <summary>The body of a call: JSON, with pictures as base64.</summary>
internal static class SdapiBody
{
    public static async Task<HttpContent> CreateAsync(
        SdapiCall call,
        PaidCall paid,
        CancellationToken cancellationToken
    )
    {
        var fields = (JsonObject)call.Fields.DeepClone();
        if (call.Path is SdapiCall.TextPath or SdapiCall.ImagePath)
        {
            if (paid.Glimpses is not null)
            {
                // By this name alone its progress is told, so nobody else's picture is taken for ours.
                fields["force_task_id"] = SdapiProgress.NameOf(paid);
            }

            fields["batch_size"] = paid.Pictures;
            if (fields["seed"] is JsonValue seed && seed.GetValue<long>() is >= 0 and var first)
            {
                fields["seed"] = (first + paid.FirstSlot) % (RequestLimits.Seed + 1);
            }
        }

        if (call.Image is { } image)
        {
            await AddPicturesAsync(call, paid, fields, image, cancellationToken);
        }

        var json = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(fields));
        json.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return json;
    }

    private static async Task AddPicturesAsync(
        SdapiCall call,
        PaidCall paid,
        JsonObject fields,
        Guid image,
        CancellationToken cancellationToken
    )
    {
        var source = await paid.Sources.ReadAsync(image, cancellationToken);
        var picture = call.Margins is { } margins ? Canvas.Grow(source, margins) : source;
        var file = Base64(picture);
        switch (call.Path)
        {
            case SdapiCall.UpscalePath:
                fields["image"] = file;
                break;
            case SdapiCall.CutPath:
                fields["input_image"] = file;
                break;
            default:
                fields["init_images"] = new JsonArray(file);
                break;
        }

        var mask =
            call.Margins is { } around ? Canvas.Opening(source, around)
            : call.Mask is { } id ? await paid.Sources.ReadAsync(id, cancellationToken)
            : null;
        if (mask is not null)
        {
            fields["mask"] = Base64(MaskMaker.ToWhiteOnBlack(mask, picture.Width, picture.Height));
        }

        string Base64(Imaging.PixelBuffer pixels) => Convert.ToBase64String(PngFile.Encode(pixels, cancellationToken));
    }
}
