using Atelier.Core.Catalogue;
using Atelier.Emulators.Faults;
using Atelier.Server.Providers;
using Atelier.Server.Setup;
using Microsoft.Extensions.Configuration;

namespace Atelier.Server.Tests.OwnServers;

/// <summary>An operator's YAML and workflow alone make <c>/v1/generations</c> run through a ComfyUI.</summary>
public sealed class ComfyUiTests
{
    private const string Body = """{"prompt":"a red fox","model":"comfy-model","size":"512x512","n":2}""";

    [Fact]
    public async Task Generate_ByOverlayAndWorkflowAlone_RunsThroughTheServer()
    {
        await using var own = await OwnServer.StartAsync(Yaml, prepare: OwnWires.CopyWorkflows);
        var caller = await own.Server.AddCallerAsync();

        var made = await caller.GenerateAsync(Body);

        Assert.Equal(("comfy-model", "own"), (made.TextAt("model"), made.TextAt("provider")));
        Assert.Equal(2, made.At("images").GetArrayLength());
        Assert.Equal(1, own.Emulator.Wire("comfyui").Calls.Count(call => call.Path == "/prompt"));
        Assert.Equal("risk 0, cost 0", await own.BookAsync());
    }

    [Fact]
    public async Task Generate_AnswerLost_IsFoundByOurIdAndNotMadeTwice()
    {
        await using var own = await OwnServer.StartAsync(Yaml, prepare: OwnWires.CopyWorkflows);
        own.Emulator.Wire("comfyui").AddFaults(new FaultRule { Action = FaultAction.CutAfter, Operation = "prompt" });
        var caller = await own.Server.AddCallerAsync();

        await caller.GenerateAsync(Body);

        Assert.Equal(1, own.Emulator.Wire("comfyui").Calls.Count(call => call.Path == "/prompt"));
        Assert.Equal("risk 0, cost 0", await own.BookAsync());
    }

    [Fact]
    public void Create_WrongWorkflow_StopsTheStartInASentence()
    {
        using var folder = new OverlayFolder(Yaml(new Uri("http://127.0.0.1:1")));
        var configuration = new ConfigurationBuilder().Build();
        var catalogue = ShippedFolder.Find("catalog");
        var setting = Assert.Single(OwnProviders.Read(configuration, catalogue, folder.Path));

        var problem = Assert.Throws<SettingsException>(() =>
            OwnProviders.Create(setting, "", setting.Entry!, Read(catalogue, folder.Path), TimeProvider.System)
        );

        Assert.Equal(
            $"A workflow is wrong:\n{Path.Combine(folder.Path, "workflows")}: there is no such folder.",
            problem.Message
        );
    }

    private static CatalogueSnapshot Read(string catalogue, string overlay) =>
        new Engine.Catalogue.CatalogueFolder(catalogue, overlay).Read();

    private static string Yaml(Uri url) =>
        $$"""
            providers:
              - id: own
                name: A server of ours
                lane: 1
                adapter: comfyui
                free: true
                endpoint: {{url.AbsoluteUri.TrimEnd('/')}}/comfyui
            models:
              - id: comfy-model
                name: Our model
                version: "1"
                strengths: []
                weaknesses: []
                grade: standard
                aesthetic_score: 5
                photorealism_score: 5
                offers:
                  - provider: own
                    provider_model: text-to-image
                    capabilities: [text_to_image]
                    sizes: { min_side: 64, max_side: 2048, step: 8 }
                    max_per_call: 4
                    price: { expected: 0, maximum: 0, as_of: 2026-11-20 }
            """;
}
