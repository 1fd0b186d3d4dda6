using Atelier.Emulators.Checking;
using Atelier.Emulators.Pictures;

namespace Atelier.Emulators.Wires.OpenAi;

/// <summary>The pictures of an edit sent as JSON: each a URL, a data URL or the id of a file.</summary>
internal static class EditReferences
{
    private const int MostImages = 16;
    private const int MostUrl = 20_971_520;

    /// <summary>Checks <c>images</c> and <c>mask</c>; the number of pictures.</summary>
    public static int Read(FieldCheck fields)
    {
        var items = fields.Items("images", 1, MostImages, required: true) ?? [];
        for (var i = 0; i < items.Count; i++)
        {
            Check(fields.Inside(items[i], $"images[{i}]"), mask: false);
        }

        Check(fields.Object("mask"), mask: true);
        return items.Count;
    }

    /// <summary>Whether it is an https URL or a data URL that holds a picture.</summary>
    public static bool IsPictureUrl(string url, bool mask = false)
    {
        if (!url.StartsWith("data:", StringComparison.Ordinal))
        {
            return Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme == "https";
        }

        var comma = url.IndexOf(',', StringComparison.Ordinal);
        if (comma < 0)
        {
            return false;
        }

        var bytes = new byte[url.Length - comma];
        return Convert.TryFromBase64Chars(url.AsSpan(comma + 1), bytes, out var length)
            && ImageKind.Of(bytes.AsSpan(0, length)) is { } kind
            && url[..comma] == $"data:image/{kind};base64"
            && (!mask || Png.ReadHeader(bytes.AsSpan(0, length)) is { Alpha: true });
    }

    private static void Check(FieldCheck? item, bool mask)
    {
        if (item is null)
        {
            return;
        }

        var url = item.Text("image_url", 1, MostUrl);
        var file = item.Text("file_id", 1);
        if (item.Has("image_url") == item.Has("file_id"))
        {
            item.Add("image_url", "Give exactly one of image_url and file_id.");
        }

        if (url is not null && !IsPictureUrl(url, mask))
        {
            item.Add(
                "image_url",
                "Give an https URL, or a data URL of a png, jpeg or webp (a mask: a png with alpha)."
            );
        }

        if (file is not null && !file.StartsWith("file-", StringComparison.Ordinal))
        {
            item.Add("file_id", "File ids begin with 'file-'.");
        }

        item.Close();
    }
}
