using System.Globalization;
using Atelier.Core.Routing;
using Atelier.Data.Health;
using Atelier.Engine.Catalogue;
using Atelier.Engine.Health;
using Atelier.Server.Providers;
using Atelier.Server.Tests.Serving;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Photos;

/// <summary>
/// Who is asked first at the photo door. A catalogue of the operator's sells the door's three models at OpenAI, and the test says how
/// they do; nothing is called.
/// </summary>
public sealed class PhotoOrderTests : IAsyncLifetime
{
    private const string Offer = """
            offers:
              - provider: openai
                provider_model: NAME
                capabilities: [text_to_image, image_to_image]
                sizes: { min_side: 16, max_side: 3840 }
                max_prompt_length: 32000
                price: { expected: PRICE, maximum: PRICE, as_of: 2026-11-20 }
        """;

    private readonly ToldHealth _health = new();
    private readonly TestServer _server;

    public PhotoOrderTests() =>
        _server = new TestServer
        {
            Replace = services => services.AddSingleton<IOfferHealth>(_health),
            Adjust = settings =>
            {
                var folder = Directory.CreateDirectory(Path.Combine(settings.DataFolder, "catalog"));
                File.WriteAllText(
                    Path.Combine(folder.FullName, "own.yaml"),
                    $"models:\n{Sold("flux-schnell", "0.008")}{Sold("sdxl", "0.015")}{Sold("gemini-nano-banana-2.1", "0.039")}"
                );
                return settings with
                {
                    Providers =
                    [
                        new ProviderSetting
                        {
                            Id = "openai",
                            Key = "sk-of-nobody-at-all",
                            BaseUrl = new Uri("http://127.0.0.1:9"),
                        },
                    ],
                };
            },
        };

    public async ValueTask InitializeAsync()
    {
        await _server.InitializeAsync();
        await _server.PauseAsync();
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    [Trait("Requirement", "B-28")]
    [Trait("Requirement", "B-29")]
    [Trait("Requirement", "B-32")]
    [Trait("Requirement", "B-45")]
    [Trait("Requirement", "B-78")]
    public async Task Generate_OfEachTier_BeginsWithItsOrderAndGoesOnByScore()
    {
        foreach (
            var (tier, first, second, seconds) in new[]
            {
                ("free", "flux1", "sdxl", 8),
                ("paid", "stable_diffusion_xl", "gemini-nano-banana-2.1", 25),
                ("premium", "google_gemini", "sdxl", 15),
            }
        )
        {
            var caller = await _server.AddCallerAsync(tier: tier);
            var answer = await StartAsync(caller, "\"userTier\": \"premium\"");

            Assert.Equal((first, seconds), (answer.TextAt("provider"), answer.At("estimatedWaitTime").GetInt32()));
            var chain = await ChainAsync(answer);
            Assert.Equal(second, chain[1].Model);
            Assert.True(chain.Count > 3);
            var rest = chain.Skip(2).Select(place => place.Score).ToList();
            Assert.Equal(rest.OrderDescending(), rest);
            // The painter never stands in silently where models can be had.
            Assert.DoesNotContain(chain, place => place.Provider == "local");
        }
    }

    [Fact]
    [Trait("Requirement", "B-28")]
    [Trait("Requirement", "B-48")]
    public async Task Generate_OfferWithHistory_IsEstimatedByItAndTheQueue()
    {
        var caller = await _server.AddCallerAsync(tier: "free");
        _health.Tell("flux-schnell", OfferHealth.Unknown with { AverageSeconds = 11.2, Samples = 3 });

        Assert.Equal(12, (await StartAsync(caller)).At("estimatedWaitTime").GetInt32());
        _health.Waits["openai"] = 30;
        Assert.Equal(42, (await StartAsync(caller)).At("estimatedWaitTime").GetInt32());
    }

    [Fact]
    [Trait("Requirement", "B-49")]
    public async Task Generate_FirstOffersAreLeftAlone_TheFirstHealthyOneIsTaken_AndNoneIs503()
    {
        var caller = await _server.AddCallerAsync(tier: "free");
        var until = TimeProvider.System.GetUtcNow().AddSeconds(200);
        var shut = OfferHealth.Unknown with { Circuit = CircuitState.Open, OpenUntil = until };
        _health.Tell("flux-schnell", shut);
        Assert.Equal("stable_diffusion_xl", (await StartAsync(caller)).TextAt("provider"));

        _health.Tell("sdxl", shut);
        Assert.NotEqual("stable_diffusion_xl", (await StartAsync(caller)).TextAt("provider"));

        var models = _server.Services.GetRequiredService<CatalogueHolder>().Current.Models;
        models.ToList().ForEach(model => _health.Tell(model.Id, shut));
        var session = await PhotoServer.UploadAsync(_server, caller);
        var answer = await caller.PostAsync(PhotoServer.Generate, PhotoServer.Body(session));
        Assert.Equal((503, "NO_PROVIDER"), (answer.Status, answer.TextAt("error.code")));
        Assert.InRange(int.Parse(answer.Header("Retry-After")!, CultureInfo.InvariantCulture), 1, 200);
    }

    private static string Sold(string model, string price) =>
        $"  - id: {model}\n{Offer.Replace("NAME", model, StringComparison.Ordinal).Replace("PRICE", price, StringComparison.Ordinal)}\n";

    private async Task<Answer> StartAsync(TestCaller caller, string more = "")
    {
        var session = await PhotoServer.UploadAsync(_server, caller);
        var answer = await caller.PostAsync(PhotoServer.Generate, PhotoServer.Body(session, more));
        Assert.True(answer.Status == 202, answer.Text);
        return answer;
    }

    private async Task<IReadOnlyList<(string Model, string Provider, double Score)>> ChainAsync(Answer answer)
    {
        var rows = await _server.House.ScalarAsync<string[]>(
            """
            SELECT array_agg(concat_ws('|', c->>'model', c->>'provider', c->>'score') ORDER BY place)
            FROM generations g, jsonb_array_elements(g.plan->'chain') WITH ORDINALITY AS o (c, place) WHERE g.id = @id
            """,
            new { id = answer.At("taskId").GetGuid() }
        );
        return
        [
            .. rows!
                .Select(row => row.Split('|'))
                .Select(part => (part[0], part[1], double.Parse(part[2], CultureInfo.InvariantCulture))),
        ];
    }

    private sealed class ToldHealth : IOfferHealth
    {
        private readonly Dictionary<OfferKey, OfferHealth> _offers = [];

        public IReadOnlyDictionary<OfferKey, OfferHealth> Offers => _offers;

        public Dictionary<string, double> Waits { get; } = [];

        IReadOnlyDictionary<string, double> IOfferHealth.Waits => Waits;

        public void Tell(string model, OfferHealth health) => _offers[new(model, "openai")] = health;

        public void Note(OfferOutcome outcome) { }

        public Task<Passage> PassAsync(OfferKey offer, TimeSpan life, CancellationToken cancellationToken) =>
            Task.FromResult(Passage.Free);
    }
}
