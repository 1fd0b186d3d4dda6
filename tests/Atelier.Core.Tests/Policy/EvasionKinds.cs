using System.Globalization;
using System.Text.RegularExpressions;

namespace Atelier.Core.Tests.Policy;

/// <summary>Tells by its characters how a prompt hides its words.</summary>
internal static partial class EvasionKinds
{
    // It is a mark by its category and no more to be seen than the others.
    private const char GraphemeJoiner = '\u034F';

    public static EvasionKind Of(string prompt) =>
        prompt.Any(letter => letter == GraphemeJoiner || char.GetUnicodeCategory(letter) == UnicodeCategory.Format)
            ? EvasionKind.ZeroWidth
        : prompt.Any(letter => !char.IsAscii(letter)) ? EvasionKind.Homoglyph
        : Leet().IsMatch(prompt) ? EvasionKind.Leetspeak
        : Apart().IsMatch(prompt) ? EvasionKind.Spacing
        : EvasionKind.Other;

    // A sign inside of a word or a digit beside a letter; an age with its unit is neither.
    [GeneratedRegex(
        @"[a-z]([$@!*#^&]|\(\))[a-z$@]|[a-z][$@!]|[$@!][a-z]|[a-z][0-9]|(?<![0-9])[0-9](?!yo|yearold)[a-z]",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Leet();

    [GeneratedRegex(
        @"\b\w{1,2}[\W_]+\w{1,2}[\W_]+\w|[a-z][-._/\\+|=][a-z]|\b[a-z]{1,2} [a-z]{1,2}\b",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Apart();
}
