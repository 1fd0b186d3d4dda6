using Atelier.Core.Catalogue;

namespace Atelier.Engine.Catalogue;

/// <summary>The YAML files of the catalogue on disk: those that came along, and the operator's, laid over them.</summary>
/// <param name="path">The folder that came along.</param>
/// <param name="overlay">The operator's folder; null is none. Where it does not exist, nothing is laid over.</param>
/// <param name="mustExist">Whether the operator's folder was named, so that its absence is a mistake and not the usual case.</param>
public sealed class CatalogueFolder(string path, string? overlay = null, bool mustExist = false)
{
    // People write both; a file that is passed over in silence would be a riddle.
    private static readonly string[] Endings = [".yaml", ".yml"];

    public string Path { get; } = path;

    /// <summary>The operator's folder, whether or not it exists; null is none.</summary>
    public string? Overlay { get; } = overlay is null ? null : System.IO.Path.GetFullPath(overlay);

    /// <summary>Reads all files and checks them.</summary>
    /// <exception cref="CatalogueException">One or more files are wrong; it names file and line.</exception>
    /// <exception cref="DirectoryNotFoundException">A folder that must be there is not.</exception>
    public CatalogueSnapshot Read() => CatalogueReader.Read(ReadFiles());

    /// <summary>The texts as they stand, unchecked; ours first.</summary>
    public IReadOnlyList<CatalogueFile> ReadFiles() =>
        [
            .. Files(Path, [".yaml"])
                .Select(file => new CatalogueFile(System.IO.Path.GetFileName(file), File.ReadAllText(file))),
            .. OverlayFiles().Select(file => new CatalogueFile(file, File.ReadAllText(file), IsOverlay: true)),
        ];

    private IEnumerable<string> OverlayFiles() =>
        Overlay is null || (!mustExist && !Directory.Exists(Overlay)) ? [] : Files(Overlay, Endings);

    private static IEnumerable<string> Files(string folder, string[] endings) =>
        Directory
            .EnumerateFiles(folder)
            .Where(file => endings.Contains(System.IO.Path.GetExtension(file)))
            .Order(StringComparer.Ordinal);
}
