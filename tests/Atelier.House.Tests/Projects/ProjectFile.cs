using System.Xml.Linq;

namespace Atelier.House.Tests.Projects;

/// <summary>A csproj file and what it refers to.</summary>
internal sealed class ProjectFile(string path)
{
    private readonly XDocument _xml = XDocument.Load(Repository.PathOf(path));

    /// <summary>Relative to the root.</summary>
    public string Path { get; } = path;

    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>The names of the projects it refers to.</summary>
    public IReadOnlyList<string> Projects =>
        [
            .. _xml.Descendants("ProjectReference")
                .Select(reference =>
                    System.IO.Path.GetFileNameWithoutExtension((string)reference.Attribute("Include")!)
                ),
        ];

    /// <summary>Packages whose version stands here, in any of the ways MSBuild allows.</summary>
    public IReadOnlyList<string> Versioned =>
        [
            .. _xml.Descendants()
                .Where(item => item.Name.LocalName is "PackageReference" or "PackageVersion")
                .Where(item => Has(item, "Version") || Has(item, "VersionOverride"))
                .Select(item => (string?)item.Attribute("Include") ?? (string?)item.Attribute("Update") ?? "?"),
        ];

    public static IReadOnlyList<ProjectFile> All(string folder = "") =>
        [.. Repository.Files(folder, "*.csproj").Select(path => new ProjectFile(path))];

    private static bool Has(XElement item, string name) =>
        item.Attribute(name) is not null || item.Element(name) is not null;
}
