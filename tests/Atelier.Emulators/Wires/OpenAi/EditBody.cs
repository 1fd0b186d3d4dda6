using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Atelier.Emulators.Checking;
using Atelier.Emulators.Pictures;

namespace Atelier.Emulators.Wires.OpenAi;

/// <summary>The multipart form of an edit: its files are checked here, its text becomes JSON fields.</summary>
internal static class EditBody
{
    private const int MostImages = 16;
    private const int MostImageBytes = 50_000_000;
    private const int MostMaskBytes = 4_000_000;

    private static readonly string[] _whole = ["n", "output_compression", "partial_images"];

    /// <summary>The text fields, and the number of input pictures.</summary>
    public static (FieldCheck Fields, int Images) Read(IReadOnlyList<BodyPart> parts, List<Problem> problems)
    {
        var files = parts.Where(part => part.Name is "image" or "image[]").ToList();
        var json = new JsonObject();
        foreach (var part in parts.Where(part => part.Name is not ("image" or "image[]" or "mask")))
        {
            if (part.FileName is not null || !json.TryAdd(part.Name, ValueOf(part)))
            {
                problems.Add(new Problem(part.Name, $"'{part.Name}' is no file and may be given once only."));
            }
        }

        CheckImages(files, problems);
        CheckMask([.. parts.Where(part => part.Name == "mask")], files.FirstOrDefault(), problems);
        return (new FieldCheck(JsonSerializer.SerializeToElement(json), problems, nullIsAbsent: false), files.Count);
    }

    private static void CheckImages(List<BodyPart> files, List<Problem> problems)
    {
        if (files.Count == 0)
        {
            problems.Add(new Problem("image", "Missing required parameter: 'image'.", Problem.Missing));
        }

        if (files.Count > MostImages)
        {
            problems.Add(new Problem("image", $"At most {MostImages} images, there are {files.Count}."));
        }

        if (files.Count > 1 && files.Any(file => file.Name == "image"))
        {
            problems.Add(new Problem("image", "Duplicate parameter: 'image'. Send several images as 'image[]'."));
        }

        foreach (var file in files)
        {
            // OpenAI's own .NET client names no type; the file name then says it.
            var kind = ImageKind.Of(file.Bytes);
            if (file.FileName is null || kind is null || (file.ContentType ?? $"image/{kind}") != $"image/{kind}")
            {
                problems.Add(
                    new Problem(
                        file.Name,
                        $"Unsupported file ('{file.ContentType}'): send png, webp or jpeg as what it is."
                    )
                );
            }

            if (file.Bytes.Length >= MostImageBytes)
            {
                problems.Add(new Problem(file.Name, "Each image must be smaller than 50 MB."));
            }
        }
    }

    private static void CheckMask(List<BodyPart> masks, BodyPart? image, List<Problem> problems)
    {
        if (masks.Count == 0)
        {
            return;
        }

        var header = Png.ReadHeader(masks[0].Bytes);
        var size = image is null ? null : Png.ReadHeader(image.Bytes);
        var message = header switch
        {
            _ when masks.Count > 1 => "There may be one mask only.",
            null => "The mask must be a PNG.",
            { Alpha: false } => "The mask needs an alpha channel.",
            _ when masks[0].Bytes.Length >= MostMaskBytes => "The mask must be smaller than 4 MB.",
            _ when size is { } of && (of.Width, of.Height) != (header.Value.Width, header.Value.Height) =>
                "The mask must have the size of the image.",
            _ => null,
        };
        if (message is not null)
        {
            problems.Add(new Problem("mask", message));
        }
    }

    // What cannot be read as its type stays text, and is then refused as text.
    private static JsonValue ValueOf(BodyPart part)
    {
        var text = Encoding.UTF8.GetString(part.Bytes);
        if (
            _whole.Contains(part.Name)
            && int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var n)
        )
        {
            return JsonValue.Create(n);
        }

        return part.Name == "stream" && text is ("true" or "false")
            ? JsonValue.Create(text == "true")
            : JsonValue.Create(text);
    }
}
