using System.Text.Json;
using Atelier.Emulators.Checking;
using Atelier.Emulators.Pictures;

namespace Atelier.Emulators.Wires.Gemini;

/// <summary>Reads the body of <c>generateContent</c>, as the image models take it.</summary>
internal static class GeminiFields
{
    private const int MostText = 100_000;
    private const int MostImages = 14;

    private static readonly string[] _roles = ["user"];
    private static readonly string[] _kinds = ["image/png", "image/jpeg", "image/webp"];
    private static readonly string[] _harms =
    [
        "HARM_CATEGORY_HARASSMENT",
        "HARM_CATEGORY_HATE_SPEECH",
        "HARM_CATEGORY_SEXUALLY_EXPLICIT",
        "HARM_CATEGORY_DANGEROUS_CONTENT",
    ];
    private static readonly string[] _thresholds =
    [
        "BLOCK_LOW_AND_ABOVE",
        "BLOCK_MEDIUM_AND_ABOVE",
        "BLOCK_ONLY_HIGH",
        "BLOCK_NONE",
        "OFF",
    ];

    /// <summary>The order; only to be used when no problem was found.</summary>
    public static GeminiOrder Read(FieldCheck fields, GeminiModel? model)
    {
        var (prompt, images) = ReadContents(fields);
        ReadSafety(fields);
        var config = fields.Object("generationConfig");
        var speaks = ReadModalities(config);
        var shape = config?.Object("imageConfig");
        var ratio = shape?.OneOf("aspectRatio", GeminiRatios.Of(model)) ?? "1:1";
        var size = shape?.OneOf("imageSize", model?.Sizes ?? ["1K"]) ?? "1K";
        shape?.Close();
        config?.Whole("seed", 0, int.MaxValue);
        var level = ReadThinking(config, model);
        config?.Close();
        fields.Close();
        return new GeminiOrder(model!, prompt, images, ratio, size, level, speaks);
    }

    private static (string Prompt, int Images) ReadContents(FieldCheck fields)
    {
        var contents = fields.Items("contents", 1, 1, required: true) ?? [];
        var (words, images) = (new List<string>(), 0);
        foreach (var item in contents)
        {
            var content = fields.Inside(item, "contents[0]");
            content?.OneOf("role", _roles);
            var parts = content?.Items("parts", 1, MostImages + 1, required: true) ?? [];
            for (var i = 0; i < parts.Count; i++)
            {
                images += ReadPart(content!.Inside(parts[i], $"parts[{i}]"), words);
            }

            content?.Close();
        }

        if (words.Count == 0)
        {
            fields.Add("contents", "There must be a part with text.", Problem.Missing);
        }

        return (string.Join(' ', words), images);
    }

    // The number of pictures in it.
    private static int ReadPart(FieldCheck? part, List<string> words)
    {
        if (part is null)
        {
            return 0;
        }

        if (part.Has("text") == part.Has("inlineData"))
        {
            part.Add("text", "Give exactly one of text and inlineData.");
        }

        if (part.Text("text", 1, MostText) is { } text)
        {
            words.Add(text);
        }

        var inline = part.Object("inlineData");
        ReadFile(inline);
        part.Close();
        return inline is null ? 0 : 1;
    }

    private static void ReadFile(FieldCheck? inline)
    {
        if (inline is null)
        {
            return;
        }

        var kind = inline.OneOf("mimeType", _kinds, required: true);
        var data = inline.Text("data", 1, required: true);
        inline.Close();
        var bytes = new byte[data?.Length ?? 0];
        if (
            data is not null
            && (
                !Convert.TryFromBase64String(data, bytes, out var length)
                || $"image/{ImageKind.Of(bytes.AsSpan(0, length))}" != kind
            )
        )
        {
            inline.Add("data", "data must be the base64 of a picture of this type.");
        }
    }

    private static void ReadSafety(FieldCheck fields)
    {
        foreach (var item in fields.Items("safetySettings", 1, _harms.Length) ?? [])
        {
            var setting = fields.Inside(item, "safetySettings[]");
            setting?.OneOf("category", _harms, required: true);
            setting?.OneOf("threshold", _thresholds, required: true);
            setting?.Close();
        }
    }

    // Whether it may answer in words too.
    private static bool ReadModalities(FieldCheck? config)
    {
        var items = config?.Items("responseModalities", 1, 2);
        var words = items?.Select(item => item.ValueKind == JsonValueKind.String ? item.GetString() : null).ToList();
        if (words is not null && (!words.Contains("IMAGE") || words.Any(word => word is not ("IMAGE" or "TEXT"))))
        {
            config!.Add("responseModalities", "responseModalities are IMAGE, or TEXT and IMAGE.");
        }

        return words is null || words.Contains("TEXT");
    }

    private static string? ReadThinking(FieldCheck? config, GeminiModel? model)
    {
        var thinking = config?.Object("thinkingConfig");
        if (thinking is null)
        {
            return null;
        }

        var levels = model?.Levels ?? [];
        if (levels.Count == 0)
        {
            thinking.Add("thinkingLevel", "Thinking level is not supported for this model.");
        }

        var level = thinking.OneOf("thinkingLevel", levels, required: true);
        thinking.Close();
        return level;
    }
}
