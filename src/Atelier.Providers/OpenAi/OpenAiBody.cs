using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Atelier.Providers.Calls;
using Atelier.Providers.Failures;

namespace Atelier.Providers.OpenAi;

/// <summary>The body of a call: JSON for a generation, a form with files for an edit.</summary>
internal static class OpenAiBody
{
    private const int MostImageBytes = 50_000_000;
    private const int MostMaskBytes = 4_000_000;

    /// <param name="imageName">The name of the image's part.</param>
    /// <param name="streams">Whether the answer is to come as a stream with pictures that are not finished.</param>
    /// <exception cref="ProviderException">An image is gone, or larger than OpenAI takes.</exception>
    public static async Task<HttpContent> CreateAsync(
        string provider,
        OpenAiCall call,
        int pictures,
        ISourceFiles sources,
        string imageName,
        bool streams,
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
        if (streams)
        {
            (fields["stream"], fields["partial_images"]) = (true, call.Partials!);
        }

        if (!call.HasImages)
        {
            var json = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(fields));
            json.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            return json;
        }

        var (images, mask) = await OpenAiPictures.DrawAsync(call, sources, cancellationToken);
        CheckSize(
            provider,
            images.All(image => image.Length < MostImageBytes) && mask is not { Length: >= MostMaskBytes }
        );
        return Form(fields, imageName, images, mask);
    }

    private static MultipartFormDataContent Form(
        Dictionary<string, object> fields,
        string imageName,
        IReadOnlyList<byte[]> images,
        byte[]? mask
    )
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
        {
            var text = new ByteArrayContent(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{value}")));
            form.Add(text, $"\"{name}\"");
        }

        foreach (var image in images)
        {
            form.Add(Png(image), $"\"{imageName}\"", "\"image.png\"");
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
                FailureKind.TooLarge,
                Charge.None,
                $"The files are larger than {provider} takes: 50 MB for a picture, 4 MB for a mask."
            );
        }
    }
}
