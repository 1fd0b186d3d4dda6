using Atelier.Core.Catalogue;

namespace Atelier.Core.Prompts;

/// <summary>
/// Finds a model's family by its names: a line of the catalogue that somebody forgets must not open Midjourney's flags to
/// everybody.
/// </summary>
internal static class PromptFamilies
{
    public static PromptFamily Of(ModelEntry model, OfferEntry offer) =>
        Holds(offer.ProviderModel, "niji") || Holds(model.Id, "niji") ? PromptFamily.Niji
        : Holds(offer.ProviderModel, "midjourney") || Holds(model.Id, "midjourney") ? PromptFamily.Midjourney
        : PromptFamily.Plain;

    private static bool Holds(string name, string part) => name.Contains(part, StringComparison.OrdinalIgnoreCase);
}
