using Atelier.Core.Catalogue;

namespace Atelier.Engine.Planning;

/// <summary>The names that a door gives to models: a seed's own ones for some, the provider's id for all others.</summary>
public static class DoorAlias
{
    /// <summary>The alias that stands for the model today; null where none does.</summary>
    public static string? Of(
        string model,
        IReadOnlyList<string> aliases,
        CatalogueSnapshot catalogue,
        DateOnly today
    ) =>
        aliases.FirstOrDefault(alias =>
            catalogue.FindModel(alias) is { } named
            && (named.Id == model || catalogue.CurrentOf(named, today).Id == model)
        );
}
