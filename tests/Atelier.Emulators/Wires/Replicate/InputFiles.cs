using Atelier.Emulators.Checking;
using Atelier.Emulators.Pictures;

namespace Atelier.Emulators.Wires.Replicate;

/// <summary>Reads inputs that are files: inside the JSON, at Replicate's files, or anywhere on the web.</summary>
internal static class InputFiles
{
    private static readonly (int, int) Somewhere = (1024, 1024);

    /// <summary>The size of the picture; a megapixel where it lies elsewhere; null when there is none.</summary>
    public static (int Width, int Height)? Read(
        FieldCheck fields,
        string name,
        WireRequest request,
        FileShelf shelf,
        bool required = false
    )
    {
        if (fields.Text(name, 1, required: required) is not { } text)
        {
            return null;
        }

        if (text.StartsWith("data:", StringComparison.Ordinal))
        {
            return Inside(fields, name, text);
        }

        var own = $"{request.BaseUrl}/v1/files/";
        if (text.StartsWith(own, StringComparison.Ordinal))
        {
            if (shelf.Find(text[own.Length..]) is { } file)
            {
                return SizeOf(file.Bytes);
            }

            fields.Add(name, $"{name}: there is no such file.");
            return null;
        }

        if (!text.StartsWith("https://", StringComparison.Ordinal))
        {
            fields.Add(name, $"{name} must be a data: URI or an https URL.");
        }

        return Somewhere;
    }

    private static (int, int)? Inside(FieldCheck fields, string name, string text)
    {
        var comma = text.IndexOf(',', StringComparison.Ordinal);
        var head = comma < 0 ? "" : text[..comma];
        var bytes = new byte[text.Length];
        if (
            !head.EndsWith(";base64", StringComparison.Ordinal)
            || !Convert.TryFromBase64String(text[(comma + 1)..], bytes, out var length)
        )
        {
            fields.Add(name, $"{name} is no data: URI in base64.");
            return null;
        }

        var kind = ImageKind.Of(bytes.AsSpan(0, length));
        if (kind is null || head != $"data:image/{kind};base64")
        {
            fields.Add(name, $"{name} must be a png, jpeg or webp, and say which.");
        }

        return SizeOf(bytes[..length]);
    }

    private static (int, int) SizeOf(byte[] file) =>
        Png.ReadHeader(file) is { } header ? (header.Width, header.Height) : Somewhere;
}
