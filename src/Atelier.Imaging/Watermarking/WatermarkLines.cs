namespace Atelier.Imaging.Watermarking;

/// <summary>The text on one line, and on two where it has a space: small pictures can hold larger letters that way.</summary>
internal static class WatermarkLines
{
    internal static IEnumerable<string> Of(string text)
    {
        yield return text;
        if (NearestToMiddle(text) is { } space)
            yield return $"{text[..space]}\n{text[(space + 1)..]}";
    }

    private static int? NearestToMiddle(string text) =>
        Enumerable
            .Range(0, text.Length)
            .Where(at => text[at] == ' ')
            .OrderBy(at => Math.Abs(at * 2 - text.Length))
            .Select(at => (int?)at)
            .FirstOrDefault();
}
