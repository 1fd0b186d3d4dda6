using System.Text.RegularExpressions;

namespace Atelier.House.Tests.Sources;

/// <summary>That no module is without tests (requirement B-75): capabilities, providers and endpoints.</summary>
public sealed partial class ModuleTests
{
    // Modules that are nobody's by name, and the tests that drive them from outside.
    private static readonly Dictionary<string, string> _fromOutside = new()
    {
        ["Atelier.Data/Nodes"] = "tests/Atelier.Server.Tests/Health/HealthTests.cs",
        ["Atelier.Data/Notices"] = "tests/Atelier.Data.Tests/Webhooks/FanOutTests.cs",
        ["Atelier.Engine/Costs"] = "tests/Atelier.Server.Tests/Costs/DriftTests.cs",
        ["Atelier.Engine/Events"] = "tests/Atelier.Server.Tests/Generations/EventTests.cs",
        ["Atelier.Engine/Previews"] = "tests/Atelier.Server.Tests/Previews/PreviewTests.cs",
        ["Atelier.Engine/Simulating"] = "tests/Atelier.Server.Tests/Routing/SimulationTests.cs",
        ["Atelier.Engine/Sources"] = "tests/Atelier.Engine.Tests/Renditions/OneWayTests.cs",
        ["Atelier.Server/Admin"] = "tests/Atelier.Server.Tests/Accounts/AccountTests.cs",
        ["Atelier.Server/Tickets"] = "tests/Atelier.Server.Tests/Wall/TicketTests.cs",
        ["Atelier.Server/Wire"] = "tests/Atelier.Server.Tests/Errors/BadBodyTests.cs",
    };

    private static readonly Dictionary<string, string> _tests = Repository
        .Files("tests", "*.cs")
        .Select(path => (path, text: Repository.Read(path)))
        .Where(file => Test().IsMatch(file.text))
        .ToDictionary(file => file.path, file => file.text);

    [Fact]
    [Trait("Requirement", "B-75")]
    public void Modules_OfEveryProject_HaveTests()
    {
        var modules = Repository
            .Files("src", "*.cs")
            .Select(path => path.Split('/'))
            .Where(parts => parts.Length > 3)
            .Select(parts => $"{parts[1]}/{parts[2]}")
            .Distinct()
            .ToList();
        Assert.True(modules.Count > 50, "The modules were not found.");

        Assert.DoesNotContain(modules, module => !IsTested(module));
        Assert.DoesNotContain(_fromOutside, known => !modules.Contains(known.Key) || !_tests.ContainsKey(known.Value));
    }

    [Fact]
    [Trait("Requirement", "B-75")]
    public void Providers_EachAdapter_HasTestsOfItsOwn()
    {
        var adapters = Repository
            .Files("src/Atelier.Providers", "*Provider.cs")
            .Where(path => Adapter().IsMatch(Repository.Read(path)))
            .Select(path => path.Split('/'))
            .Where(parts => parts.Length > 3 && parts[2] != "Decorators")
            .Select(parts => parts[2])
            .Distinct()
            .ToList();

        Assert.Subset(adapters.ToHashSet(), new HashSet<string> { "LegNext", "Local", "OpenAi" });
        Assert.DoesNotContain(adapters, name => !HasTests($"tests/Atelier.Providers.Tests/{name}/"));
    }

    [Fact]
    [Trait("Requirement", "B-75")]
    public void Endpoints_OfTheServer_AreAskedByTests()
    {
        // What several tests ask is named once, in a file that is none.
        var asking = Repository.Files("tests/Atelier.Server.Tests", "*.cs").Select(Repository.Read).ToList();
        var addresses = Repository
            .Files("src/Atelier.Server", "*Endpoints.cs")
            .SelectMany(path => Address().Matches(Repository.Read(path)))
            .Select(match => match.Groups[1].Value.TrimEnd('/'))
            .Where(address => address.Length > 0)
            .Distinct()
            .ToList();
        Assert.True(addresses.Count > 20, "The addresses were not found.");

        Assert.DoesNotContain(
            addresses,
            address => !asking.Exists(text => text.Contains(address, StringComparison.Ordinal))
        );
    }

    private static bool IsTested(string module)
    {
        var parts = module.Split('/');
        var name = new Regex($@"\b{Regex.Escape(parts[0])}\.{parts[1]}\b");
        return _fromOutside.ContainsKey(module)
            || HasTests($"tests/{parts[0]}.Tests/{parts[1]}/")
            || _tests.Values.Any(text => name.IsMatch(text));
    }

    private static bool HasTests(string folder) =>
        _tests.Keys.Any(path => path.StartsWith(folder, StringComparison.Ordinal));

    [GeneratedRegex(@"^\s*\[(?:Fact|Theory)[\](,]", RegexOptions.Multiline)]
    private static partial Regex Test();

    [GeneratedRegex(@"\bclass \w+Provider\b[^{;]*:\s*(?:IImageProvider|IRemoteProvider|IPainter)\b")]
    private static partial Regex Adapter();

    // Up to what a caller fills in.
    [GeneratedRegex(@"\.Map\w+\(\s*""(/[^""{]+)")]
    private static partial Regex Address();
}
