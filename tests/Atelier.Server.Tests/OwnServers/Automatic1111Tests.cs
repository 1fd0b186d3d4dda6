using Atelier.Emulators.Faults;

namespace Atelier.Server.Tests.OwnServers;

/// <summary>An operator's YAML alone makes <c>/v1/generations</c> run through the web UI.</summary>
public sealed class Automatic1111Tests
{
    private const string Body = """{"prompt":"a red fox","model":"web-model","size":"512x512","n":2}""";

    [Theory]
    [InlineData("", null)]
    [InlineData("/auth", "user:pass-word")]
    public async Task Generate_ByOverlayAlone_RunsThroughTheServer(string path, string? login)
    {
        await using var own = await OwnServer.StartAsync(
            url => Yaml(url, path, login is not null),
            login is null ? null : new() { ["WEBUI_AUTH"] = login }
        );
        var caller = await own.Server.AddCallerAsync();

        var made = await caller.GenerateAsync(Body);

        Assert.Equal(("web-model", "own"), (made.TextAt("model"), made.TextAt("provider")));
        Assert.Equal(2, made.At("images").GetArrayLength());
        Assert.Equal(1, own.Emulator.Wire("automatic1111").Calls.Count(call => call.Operation == "txt2img"));
        Assert.Equal("risk 0, cost 0", await own.BookAsync());
    }

    [Fact]
    public async Task Generate_OutOfMemory_IsNotTriedAgainThereAndNothingThatCostsTakesOver()
    {
        await using var own = await OwnServer.StartAsync(url => Yaml(url, "", login: false));
        own.Emulator.Wire("automatic1111")
            .AddFaults(
                new FaultRule
                {
                    Action = FaultAction.ErrorBefore,
                    Operation = "txt2img",
                    Times = 0,
                }
            );
        var caller = await own.Server.AddCallerAsync();

        var end = await caller.EndOfAsync(await caller.StartAsync(Body));

        Assert.Equal("failed", end.TextAt("state"));
        Assert.Equal(1, own.Emulator.Wire("automatic1111").Calls.Count(call => call.Operation == "txt2img"));
        Assert.Equal("risk 0, clear 0", await own.BookAsync());
    }

    internal static string Yaml(Uri url, string path, bool login) =>
        $$"""
            providers:
              - id: own
                name: A server of ours
                lane: 1
                adapter: automatic1111
                free: true
                {{(login ? "key_variable: WEBUI_AUTH" : "")}}
                endpoint: {{url.AbsoluteUri.TrimEnd('/')}}/automatic1111{{path}}
            models:
              - id: web-model
                name: Our model
                version: "1"
                strengths: []
                weaknesses: []
                grade: standard
                aesthetic_score: 5
                photorealism_score: 5
                offers:
                  - provider: own
                    provider_model: some.safetensors
                    capabilities: [text_to_image]
                    sizes: { min_side: 64, max_side: 2048, step: 8 }
                    max_per_call: 4
                    price: { expected: 0, maximum: 0, as_of: 2026-11-20 }
            """;
}
