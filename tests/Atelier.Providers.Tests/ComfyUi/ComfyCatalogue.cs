using Atelier.Core.Catalogue;
using Atelier.Core.Tests.Catalogue;

namespace Atelier.Providers.Tests.ComfyUi;

/// <summary>Our catalogue with a ComfyUI of an operator's, and the workflows that the guide shows.</summary>
internal static class ComfyCatalogue
{
    /// <summary>The workflows beside the guide.</summary>
    public static string Workflows { get; } =
        Path.GetFullPath(Path.Combine(ShippedCatalogue.PathOf(""), "..", "docs", "providers", "workflows"));

    public static CatalogueSnapshot Of(bool free = true) =>
        CatalogueReader.Read([
            .. ShippedCatalogue.Files(),
            new CatalogueFile("/own/own.yaml", Yaml(free), IsOverlay: true),
        ]);

    private static string Yaml(bool free) =>
        $$"""
            providers:
              - id: comfyui
                name: My ComfyUI
                lane: 1
                free: {{(free ? "true" : "false")}}
                endpoint: http://127.0.0.1:8188
                options: [{ name: steps, min: 1, max: 100 }]
            models:
              - id: comfy-model
                name: Comfy
                version: "1"
                strengths: []
                weaknesses: []
                grade: standard
                aesthetic_score: 5
                photorealism_score: 5
                offers:
                  - provider: comfyui
                    provider_model: text-to-image#juggernaut.safetensors
                    capabilities: [text_to_image]
                    sizes: { min_side: 64, max_side: 2048, step: 8 }
                    max_per_call: 4
                    seed: true
                    negative_prompt: true
                    guidance: { min: 1, max: 20 }
                    default_params: { steps: 30 }
                    price: { expected: 0, maximum: 0, as_of: 2026-11-20 }
                  - provider: comfyui
                    provider_model: inpaint
                    capabilities: [inpainting, outpainting, image_to_image, variations]
                    sizes: { min_side: 64, max_side: 2048, step: 8 }
                    price: { expected: 0, maximum: 0, as_of: 2026-11-20 }
            """;
}
