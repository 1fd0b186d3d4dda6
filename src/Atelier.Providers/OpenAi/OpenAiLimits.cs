using System.Globalization;
using System.Text.RegularExpressions;

namespace Atelier.Providers.OpenAi;

/// <summary>The <c>x-ratelimit-*</c> headers, for answers without Retry-After.</summary>
internal static partial class OpenAiLimits
{
    private static readonly string[] Kinds = ["requests", "tokens", "images"];

    /// <summary>When all limits that are used up are fresh again; null when none is known to be.</summary>
    public static TimeSpan? Reset(Func<string, string?> header) =>
        Kinds
            .Where(kind => header($"x-ratelimit-remaining-{kind}") == "0")
            .Max(kind => Parse(header($"x-ratelimit-reset-{kind}")));

    /// <summary>Durations such as <c>6m0s</c>, <c>1.5s</c> and <c>20ms</c>; null for anything else.</summary>
    public static TimeSpan? Parse(string? text)
    {
        if (text is null || Duration().Match(text) is not { Success: true, Length: > 0 } match)
        {
            return null;
        }

        return TimeSpan.FromHours(Number(match.Groups["h"]))
            + TimeSpan.FromMinutes(Number(match.Groups["m"]))
            + TimeSpan.FromSeconds(Number(match.Groups["s"]))
            + TimeSpan.FromMilliseconds(Number(match.Groups["ms"]));
    }

    private static double Number(Group group) =>
        group.Success ? double.Parse(group.ValueSpan, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(
        @"\A(?:(?<h>\d{1,3})h)?(?:(?<m>\d{1,5})m(?!s))?(?:(?<s>\d{1,6}(?:\.\d{1,6})?)s)?(?:(?<ms>\d{1,9}(?:\.\d{1,6})?)ms)?\z"
    )]
    private static partial Regex Duration();
}
