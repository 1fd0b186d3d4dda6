namespace Atelier.Engine.Tests.Nodes;

/// <summary>
/// A catalogue of three paid models, each at one provider, in the order of every chain: alpha at openai, beta at legnext,
/// gamma at piapi; and the painter last. Prices are those of the test wires.
/// </summary>
internal static class WireCatalogue
{
    /// <summary>Calls at once at each paid provider.</summary>
    public const int Lane = 4;

    /// <summary>Writes the files into a new folder; its path.</summary>
    public static string Write(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var name in (string[])["sizes.yaml", "prices.yaml", "styles.yaml", "words.yaml", "policy.yaml"])
        {
            // The shipped models are not there, so nothing may name them.
            var lines = File.ReadLines(Path.Combine(Repository.Folder("catalog"), name));
            File.WriteAllLines(
                Path.Combine(folder, name),
                lines.Where(line => !line.TrimStart().StartsWith("best:", StringComparison.Ordinal))
            );
        }

        File.WriteAllText(Path.Combine(folder, "providers.yaml"), Providers);
        File.WriteAllText(
            Path.Combine(folder, "models.yaml"),
            $"models:\n{Model("alpha", "openai")}{Model("beta", "legnext")}{Model("gamma", "piapi")}"
                + Model("local-painter", "local", perCall: "")
        );
        return folder;
    }

    private static readonly string Providers = $"""
        providers:
          - id: local
            name: Painter
        {Provider("openai")}
        {Provider("legnext")}
        {Provider("piapi")}

        """;

    private static string Provider(string id) =>
        $"""
              - id: {id}
                name: {id}
                lane: {Lane}
                key_variable: {id.ToUpperInvariant()}_KEY
            """;

    // The painter's offers say nothing of it, as those of the shipped catalogue.
    private static string Model(string id, string provider, string perCall = "max_per_call: 10") =>
        $$"""
              - id: {{id}}
                name: {{id}}
                version: "1"
                strengths: []
                weaknesses: []
                grade: standard
                aesthetic_score: 5
                photorealism_score: 5
                offers:
                  - provider: {{provider}}
                    provider_model: {{id}}-1
                    capabilities: [text_to_image]
                    sizes: { min_side: 16, max_side: 2048 }
                    {{perCall}}
                    price: { expected: 0, maximum: 0, as_of: 2026-11-20 }
                    seed: true

            """;
}
