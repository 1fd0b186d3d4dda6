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
    /// <summary>Of the whole body.</summary>
    public const long MostBytes = 10 * 1024 * 1024;

    // Nobody sees it, and no file that is taken is too large then.
    private const int LossyQuality = 95;

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

        var (image, mask) = await DrawAsync(call, sources, cancellationToken);
        var form = Form(call, pictures, firstSlot, image is null ? null : Png(image, cancellationToken), mask);
        if (form.Headers.ContentLength > MostBytes && image is not null)
        {
            form.Dispose();
            var smaller = File(PictureEncoder.Webp(image, LossyQuality), "webp");
            form = Form(call, pictures, firstSlot, smaller, mask);
        }

        return form.Headers.ContentLength <= MostBytes ? form : throw TooLarge();
    }

    private static MultipartFormDataContent Form(
        StabilityCall call,
        int pictures,
        int firstSlot,
        ByteArrayContent? image,
        byte[]? mask
    )
    {
        var form = new MultipartFormDataContent();
        if (image is not null)
        {
            Add(form, call.IsFirst ? "init_image" : "image", image);
        }

        if (mask is not null)
        {
            Add(form, call.IsFirst ? "mask_image" : "mask", File(mask, "png"));
        }

        var fields = call.IsFirst
            ? FirstFields.Form(call, pictures, call.SeedAt(firstSlot))
            : StabilityFields.Of(call, call.SeedAt(firstSlot));
        foreach (var (name, value) in fields)
        {
            form.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(value)), $"\"{name}\"");
        }

        return form;
    }

    private static async Task<(PixelBuffer? Image, byte[]? Mask)> DrawAsync(
        StabilityCall call,
        ISourceFiles sources,
        CancellationToken cancellationToken
    )
    {
        if (call.Image is not { } id)
        {
            return (null, null);
        }

        var image = await sources.ReadAsync(id, cancellationToken);
        if (call.Pixels is { } size)
        {
            image = PictureFitter.Fit(image, size.Width, size.Height);
        }

        if (call.Mask is not { } mask)
        {
            return (image, null);
        }

        var marks = MaskMaker.ToWhiteOnBlack(
            await sources.ReadAsync(mask, cancellationToken),
            image.Width,
            image.Height
        );
        return (image, PngFile.Encode(marks, cancellationToken));
    }

    private static void Add(MultipartFormDataContent form, string name, ByteArrayContent file) =>
        form.Add(file, $"\"{name}\"", $"\"{name}.{file.Headers.ContentType!.MediaType!["image/".Length..]}\"");

    private static ByteArrayContent Png(PixelBuffer picture, CancellationToken cancellationToken) =>
        File(PngFile.Encode(picture, cancellationToken), "png");

    private static ByteArrayContent File(byte[] bytes, string kind)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue($"image/{kind}");
        return content;
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
            FailureKind.TooLarge,
            Charge.None,
            "The picture's file is larger than the 10 MiB that Stability takes."
        );
}
