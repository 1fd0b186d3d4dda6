namespace Atelier.Core.Prompts.Cleaning;

/// <summary>Takes out of a caller's words what is no word (requirements A-29 and B-63). What it gives back, it leaves as it is.</summary>
internal static class PromptCleaner
{
    /// <param name="most">Characters that may stay; the rest is cut. Null cuts nothing.</param>
    /// <param name="removals">Takes the names of what was removed.</param>
    /// <returns>Trimmed; empty when nothing is left.</returns>
    public static string Clean(string? text, PromptFamily family, Removals removals, int? most = null)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return "";
        }

        var words = MarkupCleaner.Clean(text, removals);
        if (words.Length > most)
        {
            removals.AddCut(words.Length, most.Value);
            // Half a surrogate pair is no character.
            words = words[..(char.IsHighSurrogate(words[most.Value - 1]) ? most.Value - 1 : most.Value)].TrimEnd();
        }

        return family == PromptFamily.Plain
            ? FlagCleaner.Clean(words, every: false, removals)
            : MidjourneyCleaner.Clean(words, removals);
    }
}
