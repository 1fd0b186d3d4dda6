using System.Text.RegularExpressions;

namespace Atelier.Providers.LegNext.Texts;

/// <summary>The flag of a version: LegNext's own default moves, so it is always said.</summary>
/// <param name="Flag">Such as <c>--v 7</c> or <c>--niji 6</c>.</param>
internal sealed partial record MidjourneyVersion(string Flag)
{
    /// <summary>The version of an offer's model such as <c>midjourney-v7</c> or <c>niji-6</c>; null for another name.</summary>
    public static MidjourneyVersion? Of(string providerModel)
    {
        var name = Name().Match(providerModel);
        if (!name.Success)
        {
            return null;
        }

        var flag = name.Groups["niji"].Success ? "--niji" : "--v";
        return new MidjourneyVersion($"{flag} {name.Groups["number"].Value}");
    }

    [GeneratedRegex(
        @"\A(?:midjourney-v|(?<niji>niji-))(?<number>[0-9]{1,2}(?:\.[0-9])?)\z",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Name();
}
