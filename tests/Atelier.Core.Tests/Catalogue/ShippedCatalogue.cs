using Atelier.Core.Catalogue;

namespace Atelier.Core.Tests.Catalogue;

/// <summary>The catalogue of this repository, as it stands in <c>catalog/</c>.</summary>
internal static class ShippedCatalogue
{
    public static IReadOnlyList<CatalogueFile> Files() =>
        [
            .. Directory
                .EnumerateFiles(Path.Combine(Root(), "catalog"), "*.yaml")
                .Select(path => new CatalogueFile(Path.GetFileName(path), File.ReadAllText(path))),
        ];

    /// <summary>The text of one file of the folder.</summary>
    public static string ReadText(string name) => File.ReadAllText(PathOf(name));

    public static string PathOf(string name) => Path.Combine(Root(), "catalog", name);

    public static CatalogueSnapshot Load() => CatalogueReader.Read(Files());

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Atelier.slnx")))
        {
            folder =
                folder.Parent ?? throw new DirectoryNotFoundException("No folder above the tests holds Atelier.slnx.");
        }

        return folder.FullName;
    }
}
