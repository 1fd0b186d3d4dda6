using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Atelier.Core.Catalogue;
using Atelier.Core.Requests;
using Atelier.Imaging;
using Atelier.Imaging.Reading;
using Atelier.Providers.Calls;
using Atelier.Providers.Failures;
using Atelier.Providers.Pictures;

namespace Atelier.Providers.OpenAiCompatible;

/// <summary>The body of a call: JSON, or a form where the server takes files.</summary>
internal static class CompatBody
{
    private const int MostImageBytes = 50_000_000;

    /// <exception cref="ProviderException">An image is gone, or too large.</exception>
    public static async Task<HttpContent> CreateAsync(
        CompatCall call,
        PaidCall paid,
        CancellationToken cancellationToken
    )
    {
        var fields = (JsonObject)call.Fields.DeepClone();
        if (call.CountField is { } count && paid.Pictures > 1)
        {
            fields[count] = paid.Pictures;
        }

        if (call.SeedField is { } seed && fields[seed] is JsonValue first && paid.FirstSlot > 0)
        {
            fields[seed] = (first.GetValue<long>() + paid.FirstSlot) % (RequestLimits.Seed + 1);
        }

        if (call is { Edit: WireEdit.Multipart, Images.Count: > 0 })
        {
            return await FormAsync(call, fields, paid, cancellationToken);
        }

        if (call.Images is { Count: > 0 } images)
        {
            var addresses = new List<string>();
            foreach (var image in images)
            {
                addresses.Add(await AddressAsync(call, paid, image, cancellationToken));
            }

            fields[call.ImageField!] =
                call.Edit == WireEdit.JsonReferences
                    ? new JsonArray([.. addresses.Select(address => (JsonNode)address)])
                    : addresses[0];
        }

        var json = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(fields));
        json.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return json;
    }

    private static async Task<string> AddressAsync(
        CompatCall call,
        PaidCall paid,
        Guid image,
        CancellationToken cancellationToken
    )
    {
        if (call.ImageAs == WireAddress.Url)
        {
            return (await paid.Sources.AddressAsync(image, cancellationToken)).AbsoluteUri;
        }

        var file = Encode(paid, await paid.Sources.ReadAsync(image, cancellationToken), cancellationToken);
        return $"data:image/png;base64,{Convert.ToBase64String(file)}";
    }

    private static async Task<HttpContent> FormAsync(
        CompatCall call,
        JsonObject fields,
        PaidCall paid,
        CancellationToken cancellationToken
    )
    {
        var form = new MultipartFormDataContent();
        // In an order that a stay in the database does not change.
        foreach (var (name, value) in fields.OrderBy(field => field.Key, StringComparer.Ordinal))
        {
            form.Add(new ByteArrayContent(Encoding.UTF8.GetBytes($"{value}")), $"\"{name}\"");
        }

        var (pictures, mask) = await DrawAsync(call, paid, cancellationToken);
        foreach (var (picture, number) in pictures.Select((picture, number) => (picture, number)))
        {
            Add(form, call.ImageField!, $"image-{number}.png", Encode(paid, picture, cancellationToken));
        }

        if (mask is not null)
        {
            Add(form, "mask", "mask.png", Encode(paid, mask, cancellationToken));
        }

        return form;
    }

    private static async Task<(IReadOnlyList<PixelBuffer> Pictures, PixelBuffer? Mask)> DrawAsync(
        CompatCall call,
        PaidCall paid,
        CancellationToken cancellationToken
    )
    {
        var pictures = new List<PixelBuffer>();
        foreach (var image in call.Images!)
        {
            pictures.Add(await paid.Sources.ReadAsync(image, cancellationToken));
        }

        var first = pictures[0];
        if (call.Margins is { } margins)
        {
            // The canvas is transparent around the picture, and so is its mask: what is clear there is painted.
            pictures[0] = Canvas.Grow(first, margins);
            return (pictures, Polarised(call, Canvas.Opening(first, margins), pictures[0]));
        }

        return call.Mask is { } mask
            ? (pictures, Polarised(call, await paid.Sources.ReadAsync(mask, cancellationToken), first))
            : (pictures, null);
    }

    private static PixelBuffer Polarised(CompatCall call, PixelBuffer mask, PixelBuffer picture) =>
        call.MaskAs == WireMask.White
            ? MaskMaker.ToWhiteOnBlack(mask, picture.Width, picture.Height)
            : MaskMaker.ToTransparentHoles(mask, picture.Width, picture.Height);

    private static byte[] Encode(PaidCall paid, PixelBuffer picture, CancellationToken cancellationToken)
    {
        var file = PngFile.Encode(picture, cancellationToken);
        return file.Length < MostImageBytes
            ? file
            : throw new ProviderException(
                paid.Call.Provider,
                FailureKind.TooLarge,
                Charge.None,
                $"The picture's file is larger than the 50 MB that {paid.Call.Provider} takes."
            );
    }

    private static void Add(MultipartFormDataContent form, string field, string name, byte[] file)
    {
        var content = new ByteArrayContent(file);
        content.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        form.Add(content, $"\"{field}\"", $"\"{name}\"");
    }
}
