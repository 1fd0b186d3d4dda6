using System.Globalization;
using Atelier.Core.Requests;
using Atelier.Core.Routing;

namespace Atelier.Providers.LegNext;

/// <summary>What a caller may say to LegNext alone; null is not said.</summary>
internal sealed record LegNextOptions
{
    /// <summary>Of <see cref="ReferenceStrength"/>.</summary>
    public const string ReferenceName = "reference_strength";

    /// <summary>Faster, at twice the price.</summary>
    public bool Turbo { get; private set; }

    /// <summary>Whether the cheap slow mode was asked for, which LegNext does not sell.</summary>
    public bool Relax { get; private set; }

    /// <summary>0 to 1000.</summary>
    public int? Stylize { get; private set; }

    /// <summary>0 to 100.</summary>
    public int? Chaos { get; private set; }

    /// <summary>0.25, 0.5 or 1.</summary>
    public decimal? Quality { get; private set; }

    /// <summary>0 to 1: how much a picture before the words counts.</summary>
    public decimal? ReferenceStrength { get; private set; }

    /// <summary>Names of the options that only words can carry to LegNext.</summary>
    public IReadOnlyList<string> Said =>
        [
            .. new (string Name, bool Said)[]
            {
                ("mode", Turbo),
                ("stylize", Stylize is not null),
                ("chaos", Chaos is not null),
                ("quality", Quality is not null),
                (ReferenceName, ReferenceStrength is not null),
            }
                .Where(option => option.Said)
                .Select(option => option.Name),
        ];

    /// <summary>Reads the options of a request; the rejection is null when all of them are in their ranges.</summary>
    /// <param name="defaults">Hold where the request says nothing.</param>
    public static (LegNextOptions Options, Rejection? Against) Read(
        ImageRequest request,
        IReadOnlyDictionary<string, string> defaults
    )
    {
        var options = new LegNextOptions();
        var given = request.ProviderOptions.GetValueOrDefault(LegNextProvider.Name);
        // The later one wins.
        foreach (var (name, value) in defaults.Concat(given ?? new Dictionary<string, string>()))
        {
            if (options.Set(name, value) is { } wanted)
            {
                return (options, new Rejection(RejectionCause.Option, $"takes its option {name} as {wanted}"));
            }
        }

        return (options, null);
    }

    // What the option takes, when it is not this value; the value itself is not repeated.
    private string? Set(string name, string? value)
    {
        switch (name)
        {
            case "mode":
                (Turbo, Relax) = (value == "turbo", value == "relax");
                return value is "fast" or "turbo" or "relax" ? null : "fast, turbo or relax";
            case "stylize":
                return (Stylize = Whole(value, 1000)) is null ? "a whole number, 0 to 1000" : null;
            case "chaos":
                return (Chaos = Whole(value, 100)) is null ? "a whole number, 0 to 100" : null;
            case "quality":
                return (Quality = Decimal(value)) is 0.25m or 0.5m or 1m ? null : "0.25, 0.5 or 1";
            case ReferenceName:
                return (ReferenceStrength = Decimal(value)) is >= 0 and <= 1 ? null : "a number, 0 to 1";
            default:
                return "mode, stylize, chaos, quality or reference_strength: there is none of that name";
        }
    }

    private static int? Whole(string? value, int most) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most
            ? number
            : null;

    private static decimal? Decimal(string? value) =>
        decimal.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
