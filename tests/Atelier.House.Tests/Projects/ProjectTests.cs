using System.Text.Json;
using System.Xml.Linq;

namespace Atelier.House.Tests.Projects;

public sealed class ProjectTests
{
    // Server → Engine → {Data, Providers, Imaging} → Core; the client knows nobody, not even the language. A project may also use what lies further below.
    private static readonly Dictionary<string, string[]> _below = new()
    {
        ["Atelier.Client"] = [],
        ["Atelier.Core"] = [],
        ["Atelier.Data"] = ["Atelier.Core"],
        ["Atelier.Imaging"] = ["Atelier.Core"],
        ["Atelier.Providers"] = ["Atelier.Imaging", "Atelier.Core"],
        ["Atelier.Engine"] = ["Atelier.Data", "Atelier.Providers", "Atelier.Imaging", "Atelier.Core"],
        ["Atelier.Server"] = ["Atelier.Engine", "Atelier.Data", "Atelier.Providers", "Atelier.Imaging", "Atelier.Core"],
    };

    [Fact]
    public void References_OfEveryProject_PointDownOnly()
    {
        var projects = ProjectFile.All("src");

        Assert.Equal(_below.Keys.Order(), projects.Select(project => project.Name).Order());
        var wrong = projects.SelectMany(project =>
            project.Projects.Except(_below[project.Name]).Select(reference => $"{project.Name} uses {reference}")
        );
        Assert.Empty(wrong);
    }

    [Fact]
    public void Versions_OfPackages_StandInOnePlace()
    {
        var wrong = ProjectFile
            .All()
            .SelectMany(project => project.Versioned.Select(package => $"{project.Path}: {package}"))
            .ToList();

        Assert.True(wrong.Count == 0, $"Move these versions to Directory.Packages.props: {string.Join("; ", wrong)}");
    }

    [Fact]
    public void LockFiles_OfEveryProject_Exist()
    {
        var missing = ProjectFile
            .All()
            .Where(project =>
                !File.Exists(
                    Path.Combine(Path.GetDirectoryName(Repository.PathOf(project.Path))!, "packages.lock.json")
                )
            )
            .Select(project => project.Path)
            .ToList();

        Assert.True(missing.Count == 0, $"Build and commit packages.lock.json for: {string.Join("; ", missing)}");
    }

    [Fact]
    public void Packages_OfTheRepository_HaveTheirReasonInADecision()
    {
        var decisions = string.Concat(Repository.Files("docs/decisions", "*.md").Select(Repository.Read));
        var packages = XDocument
            .Load(Repository.PathOf("Directory.Packages.props"))
            .Descendants("PackageVersion")
            .Select(package => (string)package.Attribute("Include")!)
            .ToList();
        Assert.NotEmpty(packages);

        var unexplained = packages.Where(package => !decisions.Contains(package, StringComparison.Ordinal)).ToList();

        Assert.True(
            unexplained.Count == 0,
            "Say in a page of docs/decisions why each of these packages is used and what was weighed against it "
                + $"(name it exactly), or take it out of Directory.Packages.props: {string.Join(", ", unexplained)}"
        );
    }

    [Fact]
    public void DailySolution_OfTheRepository_HoldsAllButTheBenches()
    {
        var all = XDocument
            .Parse(Repository.Read("Atelier.slnx"))
            .Descendants("Project")
            .Select(project => (string)project.Attribute("Path")!)
            .Where(path => !path.StartsWith("bench/", StringComparison.Ordinal));
        using var filter = JsonDocument.Parse(Repository.Read("Atelier.Daily.slnf"));

        var daily = filter.RootElement.GetProperty("solution").GetProperty("projects");

        Assert.Equal(all.Order(), daily.EnumerateArray().Select(path => path.GetString()!).Order());
    }
}
