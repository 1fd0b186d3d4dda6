using Atelier.Core.Catalogue;

namespace Atelier.Engine.Catalogue;

/// <summary>The YAML files of the catalogue on disk.</summary>
public sealed class CatalogueFolder(string path)
{
    public string Path { get; } = path;

    /// <summary>Reads all files and checks them.</summary>
    /// <exception cref="CatalogueException">One or more files are wrong; it names file and line.</exception>
    public CatalogueSnapshot Read() => CatalogueReader.Read(ReadFiles());

    /// <summary>The texts as they stand, unchecked.</summary>
    public IReadOnlyList<CatalogueFile> ReadFiles() =>
        [
            .. Directory
                .EnumerateFiles(Path, "*.yaml")
                .Order(StringComparer.Ordinal)
                .Select(file => new CatalogueFile(System.IO.Path.GetFileName(file), File.ReadAllText(file))),
        ];
}
