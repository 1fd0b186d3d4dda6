using System.Text.RegularExpressions;
using Atelier.Core.Catalogue;

namespace Atelier.Providers.OpenAiCompatible;

/// <summary>Takes marks out of words that a server would read as commands. What comes out holds none, however they were nested.</summary>
internal static partial class PromptGuard
{
    public static string Clean(string words, IReadOnlyList<WireWords> guards)
    {
        foreach (var guard in guards)
        {
            words = guard switch
            {
                WireWords.Stroke => words.Replace('|', ','),
                // Taken apart and not taken out: what stood around it must not become the tag in turn.
                WireWords.SdcppArgs => SdcppArgs.Replace(words, "sd cpp extra args"),
                _ => Networks.IsMatch(words) ? words.Replace('<', '(').Replace('>', ')') : words,
            };
        }

        return words;
    }

    [GeneratedRegex("sd_cpp_extra_args", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SdcppArgs { get; }

    [GeneratedRegex(@"<[^<>]*:")]
    private static partial Regex Networks { get; }
}
