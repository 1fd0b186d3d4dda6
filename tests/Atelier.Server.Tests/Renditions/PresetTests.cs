using Atelier.Engine.Finishing;
using Atelier.Server.Tests.Serving;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Atelier.Server.Tests.Renditions;

/// <summary>Named renditions of the operator's.</summary>
public sealed class PresetTests(PresetTests.Presets presets) : IClassFixture<PresetTests.Presets>
{
    [Theory]
    [InlineData("preset=card", 120, 90, "webp")]
    [InlineData("preset=card&w=60", 60, 90, "webp")]
    [InlineData("preset=card&format=jpeg", 120, 90, "jpeg")]
    [InlineData("preset=wide", 300, 200, "png")]
    public async Task Get_APreset_IsWhatItStandsFor(string query, int width, int height, string format)
    {
        var image = await RenderedImage.SharedAsync(presets.Server);

        var answer = await image.GetAsync($"original?{query}");

        var pixels = ServedPixels.Read(answer.Bytes);
        Assert.Equal((width, height, format), (pixels.Width, pixels.Height, ServedPixels.Format(answer.Bytes)));
    }

    [Fact]
    public async Task Create_AddressOfAPreset_NamesItAndSaysWhatItBrings()
    {
        var image = await RenderedImage.SharedAsync(presets.Server);

        var made = await image.Caller.PostAsync($"{image.Path}/urls", """{"preset": "card"}""");

        Assert.Equal((120, 90), (made.At("width").GetInt32(), made.At("height").GetInt32()));
        Assert.Contains("?preset=card&", made.TextAt("url"), StringComparison.Ordinal);
        Assert.Equal(200, (await presets.Server.Nobody().GetAsync(made.TextAt("url")!)).Status);
    }

    [Fact]
    public async Task Get_UnknownPreset_Is400WithTheNearOne()
    {
        var image = await RenderedImage.SharedAsync(presets.Server);

        var answer = await image.GetAsync("original?preset=crd");

        Refusal.IsOpenAi(answer, 400, "invalid_request", "preset");
        Assert.Contains("Did you mean card?", answer.TextAt("error.message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WrongPreset_StopsAndNamesTheKey()
    {
        var server = new TestServer { Replace = services => Add(services, "card", ("Width", "many")) };
        try
        {
            var failure = await Assert.ThrowsAsync<OptionsValidationException>(async () =>
                await server.InitializeAsync()
            );

            Assert.Contains("Images:Presets:card:Width", failure.Message, StringComparison.Ordinal);
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    private static void Add(IServiceCollection services, string name, params (string Key, string Value)[] settings) =>
        services.Configure<ImageOptions>(images =>
            images.Presets[name] = settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value)
        );

    /// <summary>A server with two presets.</summary>
    public sealed class Presets : IAsyncLifetime
    {
        public TestServer Server { get; } =
            new()
            {
                Replace = services =>
                {
                    Add(
                        services,
                        "card",
                        ("Width", "120"),
                        ("Height", "90"),
                        ("Fit", "cover"),
                        ("Format", "webp"),
                        ("Quality", "60")
                    );
                    Add(services, "wide", ("Width", "300"));
                },
            };

        public ValueTask InitializeAsync() => Server.InitializeAsync();

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }
}
