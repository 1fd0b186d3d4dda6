using System.Globalization;
using Atelier.Core.Pricing;
using Atelier.Core.Routing;
using Atelier.Engine.Planning;

namespace Atelier.Engine.Explaining;

/// <summary>Numbers, offers and losses as they stand in a sentence.</summary>
internal static class StoryWords
{
    private const double Shortest = 0.1;

    private static readonly Dictionary<string, string> Losses = new()
    {
        ["negative_prompt_dropped"] = "the negative prompt was left out",
        ["seed_unsupported"] = "the seed was left out",
        ["size_enlarged"] = "the picture was enlarged",
        ["size_cropped"] = "the picture was cropped",
        ["model_replaced"] = "a retired model was replaced by its successor",
        ["painter"] = "it was painted, not made by a model",
    };

    public static string Name(PlannedOffer offer) => offer.ToName();

    /// <summary>Offers of one provider.</summary>
    public static string Names(IReadOnlyList<PlannedOffer> offers) =>
        offers.Count == 1
            ? Name(offers[0])
            : $"{string.Join(", ", offers.SkipLast(1).Select(offer => offer.Model))} and {Name(offers[^1])}";

    public static string Seconds(double seconds) =>
        seconds < Shortest ? "less than 0.1 s" : string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s");

    public static string Dollars(long nanos) =>
        string.Create(CultureInfo.InvariantCulture, $"${NanoDollars.ToDollars(nanos):0.######}");

    public static string Loss(Degradation loss) =>
        Losses.GetValueOrDefault(loss.Code)
        ?? string.Concat(char.ToLowerInvariant(loss.Text[0]), loss.Text[1..].TrimEnd('.'));
}
