using Atelier.Core.Requests;
using Atelier.Data.Limits;
using Microsoft.Extensions.Options;

namespace Atelier.Engine.Limits;

/// <summary>Which limits an operation counts against.</summary>
public sealed class OperationLimits(IOptions<OperationLimitOptions> options)
{
    private const StringSplitOptions Trimmed = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;

    /// <summary>How often an account may ask for this; null where nobody is limited.</summary>
    public OperationLimit? Of(ImageOperation operation) =>
        operation is Create or Stylise
            ? Limit("generate", options.Value.Generate)
            : Limit("transform", options.Value.Transform);

    /// <summary>The same for making anew what was made before.</summary>
    public OperationLimit? OfRegenerate() => Limit("regenerate", options.Value.Regenerate);

    /// <summary>How many of an account run at once that came by the presentation doors (requirement C-77); null for no bound.</summary>
    public int? PresentationsAtOnce => options.Value.PresentationsAtOnce is > 0 and var few ? few : null;

    /// <summary>Whether it makes pictures that count against those of the day (requirement B-51).</summary>
    public static bool CountsPictures(ImageOperation operation) => operation is not (Upscale or RemoveBackground);

    internal static IReadOnlyList<string> TiersOf(OperationRate rate) => rate.Tiers.Split(',', Trimmed);

    private static OperationLimit? Limit(string group, OperationRate rate) =>
        TiersOf(rate) is { Count: > 0 } tiers && rate.PerMinute + rate.PerHour + rate.PerDay > 0
            ? new OperationLimit(group, rate.PerMinute, rate.PerHour, rate.PerDay, tiers)
            : null;
}
