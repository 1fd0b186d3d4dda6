using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Json;
using Atelier.Providers.Calls;
using Atelier.Providers.Failures;
using Atelier.Providers.Pictures;

namespace Atelier.Providers.Gemini;

/// <summary>The body of a call: the words, then the pictures as base64.</summary>
internal static class GeminiBody
{
    private const int MostBytes = 100_000_000;

    /// <exception cref="ProviderException">An image is gone, or they are larger than Gemini takes.</exception>
    public static async Task<HttpContent> CreateAsync(
        GeminiCall call,
        int firstSlot,
        ISourceFiles sources,
        CancellationToken cancellationToken
    )
    {
        var pictures = new List<byte[]>();
        foreach (var image in call.Images)
        {
            pictures.Add(PngFile.Encode(await sources.ReadAsync(image, cancellationToken), cancellationToken));
        }

        if (pictures.Sum(picture => (picture.Length + 2L) / 3 * 4) > MostBytes)
        {
            throw new ProviderException(
                GeminiProvider.Name,
                FailureKind.TooLarge,
                Charge.None,
                "The files of the pictures are together larger than the 100 MB that Gemini takes."
            );
        }

        var body = new ArrayBufferWriter<byte>();
        await using (var writer = new Utf8JsonWriter(body))
        {
            Write(writer, call, firstSlot, pictures);
        }

        var content = new ReadOnlyMemoryContent(body.WrittenMemory);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    private static void Write(Utf8JsonWriter writer, GeminiCall call, int firstSlot, List<byte[]> pictures)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("contents");
        writer.WriteStartObject();
        writer.WriteString("role", "user");
        writer.WriteStartArray("parts");
        writer.WriteStartObject();
        writer.WriteString("text", call.Prompt);
        writer.WriteEndObject();
        foreach (var picture in pictures)
        {
            writer.WriteStartObject();
            writer.WriteStartObject("inlineData");
            writer.WriteString("mimeType", "image/png");
            writer.WriteBase64String("data", picture);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
        WriteConfig(writer, call, firstSlot);
        writer.WriteEndObject();
    }

    private static void WriteConfig(Utf8JsonWriter writer, GeminiCall call, int firstSlot)
    {
        writer.WriteStartObject("generationConfig");
        writer.WriteStartArray("responseModalities");
        writer.WriteStringValue("IMAGE");
        writer.WriteEndArray();
        writer.WriteStartObject("imageConfig");
        writer.WriteString("aspectRatio", call.Ratio);
        writer.WriteString("imageSize", call.Size);
        writer.WriteEndObject();
        if (call.SeedAt(firstSlot) is { } seed)
        {
            writer.WriteNumber("seed", seed);
        }

        if (call.Thinking is { } level)
        {
            writer.WriteStartObject("thinkingConfig");
            writer.WriteString("thinkingLevel", level);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }
}
