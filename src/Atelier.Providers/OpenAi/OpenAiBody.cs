using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Atelier.Providers.Calls;
using Atelier.Providers.Failures;
using Atelier.Providers.Pictures;

namespace Atelier.Providers.OpenAi;

/// <summary>The body of a call: JSON for a generation, a form with files for an edit.</summary>
internal static class OpenAiBody
{
    private const int MostImageBytes = 50_000_000;
    private const int MostMaskBytes = 4_000_000;

    /// <exception cref="ProviderException">An image is gone, or larger than OpenAI takes.</exception>
    public static async Task<HttpContent> CreateAsync(
        string provider,
        OpenAiCall call,
        int pictures,
        ISourceFiles sources,
        CancellationToken cancellationToken
    )
    {
        // moderation stays at its default, and response_format is refused by these models.
        var fields = new Dictionary<string, object>
        {
            ["model"] = call.Model,
            ["prompt"] = call.Prompt,
            ["n"] = pictures,
            ["size"] = call.Size,
            ["quality"] = call.Quality,
            ["output_format"] = "png",
        };
        if (call.References is { } references)
        {
            return Form(fields, await ReadAsync(provider, references, sources, cancellationToken), mask: null);
        }

        if (call.Image is null)
        {
            var json = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(fields));
            json.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            return json;
        }

        var (image, mask) = await OpenAiPictures.DrawAsync(call, sources, cancellationToken);
        CheckSize(provider, image.Length < MostImageBytes && mask is not { Length: >= MostMaskBytes });
        return Form(fields, [image], mask);
    }

    // One after the other: sixteen large pictures are decoded and encoded singly.
    private static async Task<List<byte[]>> ReadAsync(
        string provider,
        IReadOnlyList<Guid> references,
        ISourceFiles sources,
        CancellationToken cancellationToken
    )
    {
        var files = new List<byte[]>();
        foreach (var reference in references)
        {
            var picture = await sources.ReadAsync(reference, cancellationToken);
            files.Add(PngFile.Encode(picture, cancellationToken));
            CheckSize(provider, files[^1].Length < MostImageBytes);
        }

        return files;
    }

    private static MultipartFormDataContent Form(Dictionary<string, object> fields, List<byte[]> images, byte[]? mask)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
        {
            var text = new ByteArrayContent(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{value}")));
            form.Add(text, $"\"{name}\"");
        }

        foreach (var image in images)
        {
            form.Add(Png(image), "\"image[]\"", "\"image.png\"");
        }

        if (mask is not null)
        {
            form.Add(Png(mask), "\"mask\"", "\"mask.png\"");
        }

        return form;
    }

    private static ByteArrayContent Png(byte[] file)
    {
        var content = new ByteArrayContent(file);
        content.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        return content;
    }

    private static void CheckSize(string provider, bool fits)
    {
        if (!fits)
        {
            throw new ProviderException(
                provider,
                FailureKind.BadRequest,
                Charge.None,
                $"The picture is larger than {provider} takes."
            );
        }
    }
}
