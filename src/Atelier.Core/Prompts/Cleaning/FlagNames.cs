namespace Atelier.Core.Prompts.Cleaning;

/// <summary>Midjourney's flags, so far as it matters how many words belong to each.</summary>
internal static class FlagNames
{
    private static readonly HashSet<string> Bare = new(StringComparer.OrdinalIgnoreCase)
    {
        "creative",
        "draft",
        "fast",
        "hd",
        "loop",
        "public",
        "raw",
        "relax",
        "stealth",
        "test",
        "testp",
        "tile",
        "turbo",
        "video",
    };

    private static readonly HashSet<string> WithOne = new(StringComparer.OrdinalIgnoreCase)
    {
        "ar",
        "aspect",
        "bs",
        "c",
        "chaos",
        "cw",
        "exp",
        "iw",
        "motion",
        "niji",
        "ow",
        "q",
        "quality",
        "r",
        "repeat",
        "s",
        "sameseed",
        "seed",
        "stop",
        "style",
        "stylize",
        "sv",
        "sw",
        "v",
        "version",
        "w",
        "weird",
    };

    private static readonly HashSet<string> WithRest = new(StringComparer.OrdinalIgnoreCase)
    {
        "cref",
        "no",
        "oref",
        "p",
        "profile",
        "sref",
    };

    public static bool IsKnown(string name) => Bare.Contains(name) || WithOne.Contains(name) || WithRest.Contains(name);

    /// <summary>Whether no value follows.</summary>
    public static bool IsBare(string name) => Bare.Contains(name);

    /// <summary>Whether everything up to the next flag is its value.</summary>
    public static bool TakesRest(string name) => WithRest.Contains(name);
}
