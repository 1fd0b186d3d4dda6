using Atelier.Engine.Health;
using Atelier.Server.Limits;
using Atelier.Server.Setup;
using Atelier.TestKit.Health;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.OwnServers;

/// <summary>A service with servers of the operator's own, as the guides set them up: a web UI, a ComfyUI, and two that nearly speak OpenAI's wire.</summary>
public sealed class OwnWires : IAsyncLifetime
{
    // The picture itself is in the request, and the answer is billed.
    private const string Hosted = "hosted";

    private OwnServer? _own;

    /// <summary>Whether what a provider makes costs money.</summary>
    public static bool Costs(string provider) => provider == Hosted;

    internal OwnServer Own => _own!;

    public async ValueTask InitializeAsync() =>
        _own = await OwnServer.StartAsync(
            Yaml,
            new() { ["HOSTED_KEY"] = "own-key-0123456789" },
            CopyWorkflows,
            longestEdge: 4096,
            services =>
            {
                services.PostConfigure<AddressLimitOptions>(limits =>
                    limits.Changes = limits.Reads = limits.Uploads = 0
                );
                services.AddSingleton<IOfferHealth>(new StillHealth());
            }
        );

    public async ValueTask DisposeAsync()
    {
        if (_own is not null)
        {
            await _own.DisposeAsync();
        }
    }

    /// <summary>The workflows beside the guide, into the operator's folder.</summary>
    internal static void CopyWorkflows(string folder)
    {
        var guide = Path.Combine(ShippedFolder.Find("catalog"), "..", "docs", "providers", "workflows");
        var target = Directory.CreateDirectory(Path.Combine(folder, "workflows")).FullName;
        foreach (var file in Directory.EnumerateFiles(guide))
        {
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        }
    }

    private static string Yaml(Uri url)
    {
        var at = url.AbsoluteUri.TrimEnd('/');
        return $$"""
            providers:
              - { id: webui, name: The web UI, lane: 2, adapter: automatic1111, free: true, endpoint: {{at}}/automatic1111 }
              - { id: comfy, name: ComfyUI, lane: 2, adapter: comfyui, free: true, endpoint: {{at}}/comfyui }
              - id: garage
                name: The machine in the garage
                lane: 2
                adapter: openai-compatible
                free: true
                endpoint: {{at}}/compat/sdcpp
                wire: { preset: sdcpp }
              - id: hosted
                name: A house that sells
                lane: 2
                adapter: openai-compatible
                key_variable: HOSTED_KEY
                endpoint: {{at}}/compat/siliconflow
                wire: { preset: siliconflow }
            models:
            {{Model(
                "webui",
                Offer("webui", "some.safetensors", "text_to_image, image_to_image, inpainting, outpainting, variations"),
                Offer("webui", "R-ESRGAN 4x+", "upscaling"),
                Offer("webui", "rembg", "background_removal")
            )}}
            {{Model(
                "comfy",
                Offer("comfy", "text-to-image#some.safetensors", "text_to_image"),
                Offer("comfy", "restyle#some.safetensors", "image_to_image, variations"),
                Offer("comfy", "inpaint#some.safetensors", "inpainting, outpainting"),
                Offer("comfy", "upscale#RealESRGAN_x4plus.pth", "upscaling")
            )}}
            {{Model(
                "garage",
                Offer("garage", "sdxl", "text_to_image, image_to_image, inpainting, outpainting, variations")
            )}}
            {{Model(Hosted, Offer(Hosted, "some-model", "text_to_image, image_to_image, variations"))}}
            """;
    }

    private static string Model(string id, params string[] offers) =>
        $$"""
              - id: {{id}}-model
                name: A model of ours
                version: "1"
                strengths: []
                weaknesses: []
                grade: standard
                aesthetic_score: 6
                photorealism_score: 6
                offers:
            {{string.Join('\n', offers)}}
            """;

    private static string Offer(string provider, string model, string capabilities) =>
        $$"""
                  - provider: {{provider}}
                    provider_model: "{{model}}"
                    capabilities: [{{capabilities}}]
                    sizes: { min_side: 64, max_side: 4096, step: 8 }
                    price: { expected: {{(
                Costs(provider) ? "0.01, maximum: 0.02" : "0, maximum: 0"
            )}}, as_of: 2026-11-20 }
            """;
}
