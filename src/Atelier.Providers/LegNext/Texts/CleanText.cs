namespace Atelier.Providers.LegNext.Texts;

/// <summary>Words without anything that Midjourney would take for an order.</summary>
/// <param name="Words">On one line, trimmed; empty when nothing was left.</param>
/// <param name="Removed">What was taken out, in our own words: the caller's are not repeated.</param>
internal sealed record CleanText(string Words, IReadOnlyList<string> Removed)
{
    public static readonly CleanText Empty = new("", []);
}
