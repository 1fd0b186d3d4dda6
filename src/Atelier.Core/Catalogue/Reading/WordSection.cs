using Atelier.Core.Prompts;
using Atelier.Core.Prompts.Cleaning;
using Atelier.Core.Requests;

namespace Atelier.Core.Catalogue.Reading;

/// <summary>Reads <c>words</c>.</summary>
internal static class WordSection
{
    public const string Colors = "color_schemes";
    public const string Light = "lighting";
    public const string Negatives = "quality_negatives";
    public const string Transfer = "transfer";
    public const string Tags = "tags";
    public const string Avoid = "avoid";
    public const string Midjourney = "midjourney";
    public const string Praised = "praised";
    public const string Praise = "praise";
    public const string AnimePraise = "anime_praise";

    public static PromptWords Read(MapReader? reader)
    {
        if (reader is null)
        {
            return PromptWords.None;
        }

        var (transfer, midjourney) = (reader.Block(Transfer), reader.Block(Midjourney));
        var words = new PromptWords
        {
            Colors = ByMember<ColorScheme>(reader, Colors),
            Lighting = ByMember<Lighting>(reader, Light),
            QualityNegatives = Clean(reader, Negatives),
            TransferTags = Clean(transfer, Tags),
            TransferAvoid = Clean(transfer, Avoid),
            Praised = Clean(midjourney, Praised),
            Praise = Clean(midjourney, Praise),
            AnimePraise = Clean(midjourney, AnimePraise),
        };
        transfer?.RejectUnknownKeys();
        midjourney?.RejectUnknownKeys();
        reader.RejectUnknownKeys();
        return words;
    }

    /// <summary>Words that go into prompts as they stand: what would be taken out of a caller's may not be in them.</summary>
    public static IReadOnlyList<string> Clean(MapReader? reader, string key, bool optional = false)
    {
        var words =
            reader is null ? []
            : optional ? reader.OptionalTexts(key)
            : reader.Texts(key);
        foreach (var word in words)
        {
            var removals = new Removals();
            PromptCleaner.Clean(word, PromptFamily.Midjourney, removals);
            foreach (var name in removals.Flags.Concat(removals.Markup))
            {
                reader!.Fail(key, $"holds \"{word}\", which no prompt may hold: {name}.");
            }
        }

        return words;
    }

    private static Dictionary<T, IReadOnlyList<string>> ByMember<T>(MapReader reader, string key)
        where T : struct, Enum
    {
        var block = reader.Block(key);
        var words = Enum.GetValues<T>().ToDictionary(member => member, member => Clean(block, SnakeCase.Of(member)));
        block?.RejectUnknownKeys();
        return words;
    }
}
