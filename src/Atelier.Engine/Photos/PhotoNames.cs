using Atelier.Engine.Catalogue;
using Atelier.Engine.Planning;

namespace Atelier.Engine.Photos;

/// <summary>The names that the photo doors give to who makes a picture (requirement B-29).</summary>
public sealed class PhotoNames(CatalogueHolder catalogue, TimeProvider time)
{
    private static readonly string[] Aliases = ["flux1", "stable_diffusion_xl", "google_gemini"];

    /// <summary>The door's alias of the model, else the provider's id; null where nobody could be asked.</summary>
    public string? Of(PlannedOffer offer) =>
        offer == PlannedOffer.None
            ? null
            : DoorAlias.Of(offer.Model, Aliases, catalogue.Current, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime))
                ?? offer.Provider;
}
