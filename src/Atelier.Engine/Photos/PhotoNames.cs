using Atelier.Core.Catalogue;
using Atelier.Engine.Catalogue;
using Atelier.Engine.Planning;

namespace Atelier.Engine.Photos;

/// <summary>The names that the photo doors give to who makes a picture (requirement B-29).</summary>
public sealed class PhotoNames(CatalogueHolder catalogue, TimeProvider time)
{
    private static readonly string[] Aliases = ["flux1", "stable_diffusion_xl", "google_gemini"];

    /// <summary>The door's alias of the model, else the provider's id; null where nobody could be asked.</summary>
    public string? Of(PlannedOffer offer) =>
        offer == PlannedOffer.None ? null
        : Array.Find(Aliases, alias => Means(alias, offer.Model)) is { } known ? known
        : offer.Provider;

    private bool Means(string alias, string model)
    {
        var snapshot = catalogue.Current;
        return snapshot.FindModel(alias) is { } named && (named.Id == model || Today(named, snapshot) == model);
    }

    // A retired model's name stands for its successor.
    private string Today(ModelEntry named, CatalogueSnapshot snapshot) =>
        snapshot.CurrentOf(named, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime)).Id;
}
