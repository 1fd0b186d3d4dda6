using Atelier.Core.Prompts.Cleaning;

namespace Atelier.Core.Prompts;

/// <summary>
/// All that models may be told of a caller's words: what cleaning takes out can join what stood apart, so whoever judges words
/// must see what is left too.
/// </summary>
public static class Wordings
{
    private const StringSplitOptions Blanks = StringSplitOptions.RemoveEmptyEntries;

    /// <summary>The words as they came, and as each kind of model gets them where that is something else; none for no words.</summary>
    /// <param name="cutAt">Characters that stay; null keeps all.</param>
    public static IReadOnlyList<string> Of(string? text, int? cutAt = null)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return [];
        }

        List<string> wordings = [text];
        foreach (var family in (ReadOnlySpan<PromptFamily>)[PromptFamily.Plain, PromptFamily.Midjourney])
        {
            var cleaned = PromptCleaner.Clean(text, family, new Removals(), cutAt);
            if (cleaned.Length > 0 && !wordings.Exists(wording => AreSame(wording, cleaned)))
            {
                wordings.Add(cleaned);
            }
        }

        return wordings;
    }

    // But for blanks, which part words however many they are.
    private static bool AreSame(string one, string other) =>
        one == other || one.Split((char[]?)null, Blanks).SequenceEqual(other.Split((char[]?)null, Blanks));
}
