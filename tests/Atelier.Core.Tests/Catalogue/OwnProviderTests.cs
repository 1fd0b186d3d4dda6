using Atelier.Core.Catalogue;
using Atelier.Core.Requests;
using Atelier.Core.Routing;

namespace Atelier.Core.Tests.Catalogue;

/// <summary>Servers of the operator's own, added by YAML alone.</summary>
public sealed class OwnProviderTests
{
    private const string Own = """
        providers:
          - id: together
            name: Together
            lane: 5
            key_variable: TOGETHER_API_KEY
            adapter: openai-compatible
            endpoint: https://api.together.ai
            wire:
              preset: together
              extras: { seed: seed, steps: steps }
              file_hosts: [files.example.com]
          - id: garage
            name: The machine in the garage
            adapter: openai-compatible
            endpoint: http://192.168.1.7:8080
            free: true
            wire: { preset: sdcpp, max_n: 1, guards: [stroke, sdcpp_args] }
        models:
          - id: garage-model
            name: Garage
            version: "1"
            strengths: []
            weaknesses: []
            grade: budget
            aesthetic_score: 4
            photorealism_score: 4
            offers:
              - provider: garage
                provider_model: anything
                capabilities: [text_to_image]
                sizes: { max_side: 1024, step: 64 }
                price: { expected: 0, maximum: 0, as_of: 2026-11-20 }
        """;

    [Fact]
    public void Read_OwnProviders_HaveAnAdapterAndSwitches()
    {
        var catalogue = Read(Own);

        var together = catalogue.FindProvider("together")!;
        Assert.Equal((OwnAdapters.OpenAiCompatible, false), (together.OwnAdapter, together.Free));
        Assert.Equal(WirePreset.Together, together.Wire!.Preset);
        Assert.Equal(
            new Dictionary<WireExtra, string> { [WireExtra.Seed] = "seed", [WireExtra.Steps] = "steps" },
            together.Wire.Extras
        );
        Assert.Equal(["files.example.com"], together.Wire.FileHosts);
        var garage = catalogue.FindProvider("garage")!;
        Assert.True(garage.Free);
        Assert.Equal((5, 1), (together.Lane, garage.Lane));
        Assert.Equal([WireWords.Stroke, WireWords.SdcppArgs], garage.Wire!.Guards);
        Assert.Equal((1, (WireEdit?)null), (garage.Wire.MaxN, garage.Wire.Edit));
    }

    [Theory]
    [InlineData(
        "adapter: openai-compatible\n    endpoint: https",
        "adapter: openai_compatible\n    endpoint: https",
        6,
        "providers[together].adapter does not know \"openai_compatible\"; did you mean openai-compatible?"
    )]
    [InlineData(
        "preset: together",
        "preset: togther",
        9,
        "providers[together].wire.preset does not know \"togther\"; did you mean together?"
    )]
    [InlineData(
        "extras: { seed: seed, steps: steps }",
        "extras: { seeds: seed }",
        10,
        "providers[together].wire.extras.seeds is not a known key; did you mean seed?"
    )]
    [InlineData(
        "extras: { seed: seed, steps: steps }",
        "extras: { seed: model }",
        10,
        "wire.extras.seed must not be model, which is sent already"
    )]
    [InlineData(
        "extras: { seed: seed, steps: steps }",
        "path: v1/images",
        10,
        "wire.path must be a path such as /v1/images/generations, not \"v1/images\""
    )]
    [InlineData(
        "extras: { seed: seed, steps: steps }",
        "path: \"/v1/images\\r\\nHost: evil\"",
        10,
        "wire.path must be a path"
    )]
    [InlineData(
        "extras: { seed: seed, steps: steps }",
        "auth_header: \"X Key\"",
        10,
        "wire.auth_header must be the name of a header"
    )]
    [InlineData(
        "extras: { seed: seed, steps: steps }",
        "file_hosts: [\"https://x.example\"]",
        10,
        "wire.file_hosts must hold hosts such as cdn.example.com"
    )]
    [InlineData(
        "extras: { seed: seed, steps: steps }",
        "max_n: 11",
        10,
        "wire.max_n must be a whole number from 1 to 10"
    )]
    [InlineData(
        "extras: { seed: seed, steps: steps }",
        "edit: json_image_url\n      mask: white",
        11,
        "wire.mask goes with edit multipart alone"
    )]
    [InlineData(
        "extras: { seed: seed, steps: steps }",
        "sise: size",
        10,
        "wire.sise is not a known key; did you mean size?"
    )]
    [InlineData(
        "price: { expected: 0, maximum: 0,",
        "price: { expected: 0, maximum: 0.01,",
        32,
        "models[garage-model].offers[0].price must be 0 throughout, since garage is free"
    )]
    [InlineData("    free: true\n", "    free: yes\n", 16, "providers[garage].free must be true or false")]
    public void Read_MistakeInThem_NamesFileLineAndKey(string text, string replacement, int line, string message)
    {
        var yaml = Own.Replace(text, replacement, StringComparison.Ordinal);
        Assert.NotEqual(Own, yaml);

        var errors = Assert.Throws<CatalogueException>(() => Read(yaml)).Errors;

        Assert.Contains(
            errors,
            error =>
                error.File == "/own/own.yaml"
                && error.Line == line
                && error.Message.Contains(message, StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData(
        "  - { id: openai, wire: { preset: together } }",
        "providers[openai].wire goes with adapter openai-compatible alone"
    )]
    [InlineData("  - { id: local, adapter: comfyui }", "providers[local].adapter cannot be changed")]
    public void Read_SwitchesOfOneThatIsNotOwn_AreAnError(string entry, string message) =>
        Assert.Contains(
            Assert.Throws<CatalogueException>(() => Read($"providers:\n{entry}")).Errors,
            error => error.Message.Contains(message, StringComparison.Ordinal)
        );

    [Fact]
    public void Plan_FreeModelNamed_NothingThatCostsTakesOver()
    {
        var catalogue = Read(Own);
        var status = new ProviderStatus(
            catalogue.Providers.Select(provider => provider.Id).ToHashSet(),
            new DateOnly(2026, 11, 20)
        );
        var request = new ImageRequest
        {
            Operation = new Create("a fox", null, null),
            Model = "garage-model",
            Size = new PixelSize(1024, 1024),
        };

        Assert.Equal("garage", Assert.Single(Router.Plan(request, catalogue, status).Chain).Offer.Provider);
        Assert.True(Router.Plan(request with { Model = "sdxl" }, catalogue, status).Chain.Count > 1);
    }

    [Fact]
    public void Plan_NewProviderBeforeAStart_SaysWhatIsMissing()
    {
        var status = new ProviderStatus(new HashSet<string> { "local" }, new DateOnly(2026, 11, 20));
        var request = new ImageRequest
        {
            Operation = new Create("a fox", null, null),
            Model = "garage-model",
            Size = new PixelSize(1024, 1024),
        };

        var rejected = Router.Plan(request, Read(Own), status).Rejected;

        Assert.Contains(
            rejected,
            offer =>
                offer.Provider == "garage" && offer.Reason.Contains("when the service starts", StringComparison.Ordinal)
        );
    }

    private static CatalogueSnapshot Read(string yaml) =>
        CatalogueReader.Read([.. ShippedCatalogue.Files(), new CatalogueFile("/own/own.yaml", yaml, IsOverlay: true)]);
}
