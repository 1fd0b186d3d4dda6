using Atelier.Engine.Renditions;
using Microsoft.Net.Http.Headers;

namespace Atelier.Server.Images;

/// <summary>Reads which picture formats a caller takes.</summary>
internal static class AcceptHeader
{
    public static AcceptedFormats Read(HttpRequest request)
    {
        if (
            !MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var list)
            // Who asks for anything but pictures did not think of their formats.
            || !list.Any(type => type.MatchesAllTypes || IsImage(type))
        )
        {
            return AcceptedFormats.Any;
        }

        var avif = Quality(list, "avif", wildcards: false);
        return new AcceptedFormats(
            avif > 0 && avif >= Quality(list, "webp"),
            Quality(list, "webp") > 0,
            Quality(list, "jpeg") > 0,
            Quality(list, "png") > 0
        );
    }

    // The most specific entry decides, whatever the others say.
    private static double Quality(IList<MediaTypeHeaderValue> list, string subtype, bool wildcards = true)
    {
        var exact = list.Where(type =>
            IsImage(type) && type.SubType.Equals(subtype, StringComparison.OrdinalIgnoreCase)
        );
        var images = list.Where(type => IsImage(type) && type.MatchesAllSubTypes);
        var all = list.Where(type => type.MatchesAllTypes);
        var found = exact.Concat(wildcards ? images.Concat(all) : []).FirstOrDefault();
        return found is null ? 0 : found.Quality ?? 1;
    }

    private static bool IsImage(MediaTypeHeaderValue type) =>
        type.Type.Equals("image", StringComparison.OrdinalIgnoreCase);
}
