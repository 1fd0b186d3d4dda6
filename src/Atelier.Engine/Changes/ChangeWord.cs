using System.Globalization;
using Atelier.Engine.Previews;

namespace Atelier.Engine.Changes;

/// <summary>The words that nodes tell each other; each is a hint to look at the database.</summary>
internal static class ChangeWord
{
    /// <summary>A generation reached a stage or ended.</summary>
    public static string Generation(Guid id) => string.Create(CultureInfo.InvariantCulture, $"g:{id}");

    /// <summary>Any generation reached a stage or ended; raised with the word of each. Said by itself where a notice was left.</summary>
    public const string AnyGeneration = "g";

    /// <summary>Whether a word is that of a generation.</summary>
    public static bool IsGeneration(string word) => word.StartsWith("g:", StringComparison.Ordinal);

    private const string TickStart = "t:";

    /// <summary>A provider told how far it is: percent of our timeline. Nobody keeps it, so one may be lost.</summary>
    public static string Tick(Guid id, int percent) =>
        string.Create(CultureInfo.InvariantCulture, $"{TickStart}{id}:{percent}");

    /// <summary>Reads a word of <see cref="Tick"/>; null for any other.</summary>
    public static (Guid Id, int Percent)? ReadTick(string word)
    {
        if (!word.StartsWith(TickStart, StringComparison.Ordinal))
        {
            return null;
        }

        var colon = word.LastIndexOf(':');
        return
            Guid.TryParse(word.AsSpan(TickStart.Length, Math.Max(0, colon - TickStart.Length)), out var id)
            && int.TryParse(word.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var percent)
            ? (id, percent)
            : null;
    }

    private const string PreviewStart = "v:";

    /// <summary>A preview can be shown. One may be lost: the next one follows.</summary>
    public static string Preview(ShownPreview preview) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{PreviewStart}{preview.GenerationId}:{preview.Number}:{preview.UrlEpoch}"
        );

    /// <summary>Reads a word of <see cref="Preview"/>; null for any other.</summary>
    public static ShownPreview? ReadPreview(string word) =>
        word.StartsWith(PreviewStart, StringComparison.Ordinal)
        && word[PreviewStart.Length..].Split(':') is [var id, var number, var epoch]
        && Guid.TryParse(id, out var generation)
        && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var of)
        && int.TryParse(epoch, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            ? new ShownPreview(generation, of, at)
            : null;

    /// <summary>Webhook messages are to be sent.</summary>
    public const string Webhooks = "w";

    /// <summary>Somebody switched styles, categories or checks.</summary>
    public const string Policy = "p";

    /// <summary>The list of known pictures is another.</summary>
    public const string KnownPictures = "k";

    /// <summary>An operator holds a provider back, or lets it go on.</summary>
    public const string LaneModes = "m";

    /// <summary>A lane has work.</summary>
    public static string Lane(string lane) => $"l:{lane}";

    /// <summary>Something that was sent is to be looked after now.</summary>
    public const string FollowUp = "f";

    /// <summary>Whoever works on this generation should stop.</summary>
    public static string Cancel(Guid id) => string.Create(CultureInfo.InvariantCulture, $"c:{id}");
}
