using Atelier.Core.Catalogue;
using Atelier.Core.Tests.Catalogue;

namespace Atelier.Providers.Tests.OpenAiCompatible;

/// <summary>Our catalogue with an operator's YAML over it.</summary>
internal static class OwnCatalogue
{
    private const string Hosted = "expected: 0.01, maximum: 0.02, as_of: 2026-11-20";
    private const string Free = "expected: 0, maximum: 0, as_of: 2026-11-20";

    /// <summary>One provider of this preset under its own name, with one model, <c>{preset}-model</c>.</summary>
    /// <param name="wire">More switches, such as <c>max_n: 1</c>.</param>
    /// <param name="offer">More lines of the offer, divided by semicolons.</param>
    public static CatalogueSnapshot Of(
        string preset,
        string capabilities = "text_to_image",
        string wire = "",
        bool free = false,
        string sizes = "{ min_side: 64, max_side: 2048, step: 16 }",
        string offer = "",
        string provider = ""
    ) =>
        CatalogueReader.Read([
            .. ShippedCatalogue.Files(),
            new CatalogueFile(
                "/own/own.yaml",
                $$"""
                providers:
                  - id: {{preset}}
                    name: My {{preset}}
                    adapter: openai-compatible
                    endpoint: http://127.0.0.1:8080
                    lane: 1
                    free: {{(free ? "true" : "false")}}
                    {{(free ? "" : $"key_variable: {preset.ToUpperInvariant()}_KEY")}}
                    {{provider}}
                    wire: { preset: {{preset}}{{(wire.Length > 0 ? ", " + wire : "")}} }
                models:
                  - id: {{preset}}-model
                    name: A model
                    version: "1"
                    strengths: []
                    weaknesses: []
                    grade: standard
                    aesthetic_score: 5
                    photorealism_score: 5
                    offers:
                      - provider: {{preset}}
                        provider_model: maker/some-model
                        capabilities: [{{capabilities}}]
                        sizes: {{sizes}}
                        max_per_call: 4
                        {{offer.Replace("; ", "\n        ", StringComparison.Ordinal)}}
                        price: { {{(free ? Free : Hosted)}} }
                """,
                IsOverlay: true
            ),
        ]);
}
