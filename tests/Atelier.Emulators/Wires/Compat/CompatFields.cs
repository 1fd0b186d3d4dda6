using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Atelier.Emulators.Checking;
using Atelier.Emulators.Pictures;

namespace Atelier.Emulators.Wires.Compat;

/// <summary>Reads a call of one server strictly: what its sheet does not name is a problem.</summary>
internal static class CompatFields
{
    private static readonly string[] _numbers =
    [
        "n",
        "seed",
        "steps",
        "guidance_scale",
        "num_inference_steps",
        "output_compression",
    ];

    /// <summary>The call; only to be used when no problem was found.</summary>
    public static CompatOrder Read(WireRequest request, CompatMode mode, List<Problem> problems)
    {
        var form = request.Parts.Count > 0;
        var fields = form ? Form(request, mode, problems) : request.Json(problems, nullIsAbsent: false);
        if (fields is null)
        {
            return new CompatOrder("", 1, 512, 512, mode.Default);
        }

        var prompt = fields.Text("prompt", 1, 32_000, required: true) ?? "";
        foreach (var command in mode.Commands.Where(word => prompt.Contains(word, StringComparison.OrdinalIgnoreCase)))
        {
            fields.Add("prompt", $"The prompt holds {command}, which would be obeyed.");
        }

        if (mode.Model)
        {
            fields.Text("model", 1, 200, required: true);
        }

        var (width, height) = ReadSize(fields, mode);
        var count = mode.Count is { } name ? fields.Whole(name, 1, mode.MostPictures) ?? 1 : 1;
        var format = mode.Formats.Count > 0 ? fields.OneOf("response_format", mode.Formats) : null;
        foreach (var extra in mode.Extras)
        {
            ReadExtra(fields, extra);
        }

        if (!form && mode.EditPath is null)
        {
            foreach (var field in mode.Images)
            {
                ReadImages(fields, field);
            }
        }

        fields.Close();
        return new CompatOrder(prompt, count, width, height, format ?? mode.Default);
    }

    private static (int Width, int Height) ReadSize(FieldCheck fields, CompatMode mode)
    {
        switch (mode.Size)
        {
            case "width_height":
                return (fields.Whole("width", 64, 4096, true) ?? 64, fields.Whole("height", 64, 4096, true) ?? 64);
            case "aspect_ratio":
                var ratio = fields.OneOf(
                    "aspect_ratio",
                    ["1:1", "4:3", "3:4", "3:2", "2:3", "16:9", "9:16", "2:1", "1:2"],
                    required: true
                );
                var sides = (ratio ?? "1:1").Split(':');
                return (Side(sides[0]) * 64, Side(sides[^1]) * 64);
            default:
                var parts = (fields.Text(mode.Size, 3, 11, required: true) ?? "").Split('x');
                if (parts.Length == 2 && Side(parts[0]) > 0 && Side(parts[1]) > 0)
                {
                    return (Side(parts[0]), Side(parts[1]));
                }

                fields.Add(mode.Size, $"{mode.Size} must be WIDTHxHEIGHT.");
                return (64, 64);
        }
    }

    private static int Side(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var side) ? side : 0;

    private static void ReadExtra(FieldCheck fields, string name)
    {
        switch (name)
        {
            case "seed":
                fields.Number(name, 0, uint.MaxValue);
                break;
            case "guidance_scale" or "cfg" or "true_cfg_scale":
                fields.Number(name, 0, 100);
                break;
            case "steps" or "step" or "num_inference_steps":
                fields.Whole(name, 1, 150);
                break;
            case "output_compression":
                fields.Whole(name, 0, 100);
                break;
            case "output_format" or "response_extension":
                fields.OneOf(name, ["png", "jpeg", "jpg", "webp"]);
                break;
            case "quality":
                fields.OneOf(name, ["low", "medium", "high"]);
                break;
            default:
                fields.Text(name, 1);
                break;
        }
    }

    private static void ReadImages(FieldCheck fields, string name)
    {
        if (name.EndsWith('s'))
        {
            foreach (var item in fields.Items(name, 1, 16) ?? [])
            {
                Check(item.GetString() ?? "");
            }
        }
        else if (fields.Text(name) is { } one)
        {
            Check(one);
        }

        void Check(string address)
        {
            if (
                !address.StartsWith("https://", StringComparison.Ordinal)
                && !address.StartsWith("data:image/png;base64,", StringComparison.Ordinal)
            )
            {
                fields.Add(name, $"{name} must be an address of a picture.");
            }
        }
    }

    private static FieldCheck? Form(WireRequest request, CompatMode mode, List<Problem> problems)
    {
        if (mode.EditPath is null)
        {
            problems.Add(new Problem("", "This server takes no files."));
            return null;
        }

        var texts = new JsonObject();
        foreach (var part in request.Parts.Where(part => part.FileName is null))
        {
            var text = Encoding.UTF8.GetString(part.Bytes);
            texts[part.Name] =
                _numbers.Contains(part.Name)
                && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                    ? JsonValue.Create(number)
                    : JsonValue.Create(text);
        }

        var files = request.Parts.Where(part => part.FileName is not null).ToList();
        var image = files.FirstOrDefault(file => mode.Images.Contains(file.Name));
        if (image is null)
        {
            problems.Add(new Problem("image", "There must be a picture."));
        }

        foreach (var file in files)
        {
            CheckFile(file, image, mode, problems);
        }

        return new FieldCheck(JsonSerializer.SerializeToElement(texts), problems, nullIsAbsent: false);
    }

    private static void CheckFile(BodyPart file, BodyPart? image, CompatMode mode, List<Problem> problems)
    {
        var header = Png.ReadHeader(file.Bytes);
        var message =
            header is null ? "must be a PNG."
            : mode.Images.Contains(file.Name) ? null
            : file.Name != "mask" || mode.Mask is null ? "is no file of this server."
            : header.Value.Alpha != (mode.Mask == "transparent") ? $"must be {mode.Mask} where to paint."
            : image is not null
            && Png.ReadHeader(image.Bytes) is { } of
            && (of.Width, of.Height) != (header.Value.Width, header.Value.Height)
                ? "must have the size of the picture."
            : null;
        if (message is not null)
        {
            problems.Add(new Problem(file.Name, $"{file.Name} {message}"));
        }
    }
}
