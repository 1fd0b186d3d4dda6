using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Atelier.Imaging;
using Atelier.Imaging.Reading;
using Atelier.Providers.Calls;
using Atelier.Providers.Failures;
using Atelier.Providers.Pictures;

namespace Atelier.Providers.Stability;

/// <summary>The body of a call: JSON where the first API makes a picture from words, a form everywhere else.</summary>
internal static class StabilityBody
{
    // Of the whole body.
    private const long MostBytes = 10 * 1024 * 1024;

    /// <exception cref="ProviderException">An image is gone, or larger than Stability takes.</exception>
    public static async Task<HttpContent> CreateAsync(
        StabilityCall call,
        int pictures,
        int firstSlot,
        ISourceFiles sources,
        CancellationToken cancellationToken
    )
    {
        if (call is { IsFirst: true, Image: null })
        {
            return Json(FirstFields.Body(call, pictures, call.SeedAt(firstSlot)));
        }

        var form = new MultipartFormDataContent();
        if (call.Image is { } image)
        {
            await AddFilesAsync(form, call, image, sources, cancellationToken);
        }

        var fields = call.IsFirst
            ? FirstFields.Form(call, pictures, call.SeedAt(firstSlot))
            : StabilityFields.Of(call, call.SeedAt(firstSlot));
        foreach (var (name, value) in fields)
        {
            form.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(value)), $"\"{name}\"");
        }

        return form.Headers.ContentLength <= MostBytes ? form : throw TooLarge();
    }

    private static async Task AddFilesAsync(
        MultipartFormDataContent form,
        StabilityCall call,
        Guid image,
        ISourceFiles sources,
        CancellationToken cancellationToken
    )
    {
        var source = await sources.ReadAsync(image, cancellationToken);
        if (call is { IsFirst: true, Pixels: { } size })
        {
            source = PictureFitter.Fit(source, size.Width, size.Height);
        }

        AddFile(form, call.IsFirst ? "init_image" : "image", source, cancellationToken);
        if (call.Mask is { } mask)
        {
            var marks = MaskPicture.White(
                await sources.ReadAsync(mask, cancellationToken),
                source.Width,
                source.Height
            );
            AddFile(form, call.IsFirst ? "mask_image" : "mask", marks, cancellationToken);
        }
    }

    private static void AddFile(
        MultipartFormDataContent form,
        string name,
        PixelBuffer picture,
        CancellationToken cancellationToken
    )
    {
        var content = new ByteArrayContent(PngFile.Encode(picture, cancellationToken));
        content.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        form.Add(content, $"\"{name}\"", $"\"{name}.png\"");
    }

    private static ByteArrayContent Json(JsonObject body)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body.ToJsonString()));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    private static ProviderException TooLarge() =>
        new(
            StabilityProvider.Name,
            FailureKind.BadRequest,
            Charge.None,
            "The picture's file is larger than the 10 MiB that Stability takes."
        );
}
