using Atelier.Engine.Catalogue;
using Atelier.Engine.Planning;

namespace Atelier.Server.Presentations;

/// <summary>The names that the presentation doors give to who makes a picture.</summary>
internal sealed class DeckNames(CatalogueHolder catalogue, TimeProvider time)
{
    /// <summary>dalle3, sdxl or midjourney where that is the model today, else the provider's id.</summary>
    public string Of(string model, string provider) =>
        DoorAlias.Of(model, DeckWords.Aliases, catalogue.Current, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime))
        ?? provider;
}
