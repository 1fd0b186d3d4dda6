namespace Atelier.Providers.LegNext;

/// <summary>
/// What tasks cost by LegNext's price list of late 2025. It is for estimates: bills are read from the answers.
/// Sold are 200 points once for nothing, and 33,000 for 30 dollars a month; 1,000 points count as a dollar.
/// </summary>
internal static class LegNextPoints
{
    public const long NanosPerPoint = 1_000_000;

    /// <summary>How many times the price of a plain task of its kind one costs; null is once.</summary>
    public static decimal? FactorOf(string kind, bool turbo, bool creative) =>
        (decimal)NanosOf(kind, turbo, creative) / NanosOf(kind, turbo: false) is var factor && factor == 1
            ? null
            : factor;

    /// <summary>Nano-dollars of a task; turbo costs twice fast.</summary>
    /// <param name="creative">Of an upscale that may invent detail.</param>
    public static long NanosOf(string kind, bool turbo, bool creative = false)
    {
        var fast = kind switch
        {
            LegNextKinds.Diffusion or LegNextKinds.Outpaint or LegNextKinds.RemoveBackground => 80,
            LegNextKinds.Upscale when creative => 160,
            LegNextKinds.Variation or LegNextKinds.Inpaint or LegNextKinds.Upscale => 120,
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "has no price"),
        };
        return fast * (turbo ? 2 : 1) * NanosPerPoint;
    }
}
