using Atelier.Core.Requests;
using Atelier.Data.Limits;
using Microsoft.Extensions.Options;

namespace Atelier.Engine.Limits;

/// <summary>Which limits an operation counts against.</summary>
public sealed class OperationLimits(IOptions<OperationLimitOptions> options)
{
    private const StringSplitOptions Trimmed = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;

    /// <summary>How often an account may ask for this; null where nobody is limited.</summary>
    public OperationLimit? Of(ImageOperation operation) => Limit(NameOf(operation), RateOf(operation));

    /// <summary>The same at the presentation doors, where it holds for every account, whatever its tier (requirement C-69).</summary>
    /// <param name="regenerates">Whether it makes anew what was made before.</param>
    public OperationLimit? OfPresentations(ImageOperation operation, bool regenerates) =>
        regenerates
            ? LimitOfAll("regenerate", options.Value.Regenerate)
            : LimitOfAll(NameOf(operation), RateOf(operation));

    /// <summary>How many of an account run at once that came by the presentation doors (requirement C-77); null for no bound.</summary>
    public int? PresentationsAtOnce => options.Value.PresentationsAtOnce is > 0 and var few ? few : null;

    /// <summary>Whether it makes pictures that count against those of the day (requirement B-51).</summary>
    public static bool CountsPictures(ImageOperation operation) => operation is not (Upscale or RemoveBackground);

    internal static IReadOnlyList<string> TiersOf(OperationRate rate) => rate.Tiers.Split(',', Trimmed);

    private static string NameOf(ImageOperation operation) => operation is Create or Stylise ? "generate" : "transform";

    private OperationRate RateOf(ImageOperation operation) =>
        operation is Create or Stylise ? options.Value.Generate : options.Value.Transform;

    private static OperationLimit? Limit(string group, OperationRate rate) =>
        TiersOf(rate) is { Count: > 0 } tiers && LimitOfAll(group, rate) is { } limit
            ? limit with
            {
                Tiers = tiers,
            }
            : null;

    private static OperationLimit? LimitOfAll(string group, OperationRate rate) =>
        rate.PerMinute + rate.PerHour + rate.PerDay > 0
            ? new OperationLimit(group, rate.PerMinute, rate.PerHour, rate.PerDay, Tiers: null)
            : null;
}
