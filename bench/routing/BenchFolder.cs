using Atelier.Core.Catalogue;

namespace Atelier.Bench.Routing;

/// <summary>Where the results go, and the catalogue of the repository.</summary>
internal static class BenchFolder
{
    /// <summary>The path of a file of this bench in the sources.</summary>
    public static string PathOf(string name) => Path.Combine(Root(), "bench", "routing", name);

    public static CatalogueSnapshot Catalogue() =>
        CatalogueReader.Read([
            .. Directory
                .EnumerateFiles(Path.Combine(Root(), "catalog"), "*.yaml")
                .Select(path => new CatalogueFile(Path.GetFileName(path), File.ReadAllText(path))),
        ]);

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Atelier.slnx")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("Run the bench inside its repository.");
        }

        return folder.FullName;
    }
}
