using Atelier.Core;
using Atelier.Core.Catalogue;

namespace Atelier.Server.Catalogue;

/// <summary>The catalogue in force.</summary>
/// <param name="Object">Always <c>catalog</c>.</param>
/// <param name="Version">Of everything in it, yours included; nodes with the same files have the same.</param>
/// <param name="Problem">Why the newest files are not in force, with file and line; left out when they are.</param>
/// <param name="Overlay">Your folder, whether or not it exists; left out where there is none.</param>
/// <param name="Files">As they lie there now; yours come last.</param>
/// <param name="Models">Ids by state: alive, retiring and retired.</param>
internal sealed record CatalogueView(
    string Object,
    string Version,
    string? Problem,
    string? Overlay,
    IReadOnlyList<CatalogueFileView> Files,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Models
)
{
    public static CatalogueView Of(
        CatalogueSnapshot catalogue,
        string? problem,
        string? overlay,
        IReadOnlyList<CatalogueFile> files,
        DateOnly today
    ) =>
        new(
            "catalog",
            catalogue.Version,
            problem,
            overlay,
            [.. files.Select(file => new CatalogueFileView(file.Name, file.IsOverlay))],
            Enum.GetValues<ModelState>()
                .ToDictionary(
                    state => SnakeCase.Of(state),
                    state =>
                        (IReadOnlyList<string>)
                            [
                                .. catalogue
                                    .Models.Where(model => model.StateOn(today) == state)
                                    .Select(model => model.Id),
                            ]
                )
        );
}
