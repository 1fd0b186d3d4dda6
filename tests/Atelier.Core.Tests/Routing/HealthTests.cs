using Atelier.Core.Catalogue;
using Atelier.Core.Requests;
using Atelier.Core.Routing;

namespace Atelier.Core.Tests.Routing;

/// <summary>Averages and circuits, as pure functions, and what the router makes of them.</summary>
public sealed class HealthTests
{
    [Fact]
    [Trait("Requirement", "B-47")]
    public void After_SuccessThenFailure_GivesTheFiguresOfTheRequirement()
    {
        var first = OfferAverages.Unknown.After(true, 5);
        var second = first.After(false, 30);

        Assert.Equal(
            (0.91, 13.0, 1),
            (Math.Round(first.SuccessRate, 9), Math.Round(first.AverageSeconds, 9), first.Samples)
        );
        Assert.Equal(
            (0.819, 16.4, 2),
            (Math.Round(second.SuccessRate, 9), Math.Round(second.AverageSeconds, 9), second.Samples)
        );
    }

    [Fact]
    public void After_FiveFailuresInARow_ShutsItOffFor30Seconds()
    {
        var four = Fail(default, 4);

        Assert.Equal(CircuitState.Closed, four.State);
        Assert.Equal(new Circuit(5, 1, TimeSpan.FromSeconds(30)), four.After(false));
        Assert.Equal(default, four.After(true));
    }

    [Fact]
    public void After_ProbesThatFail_DoublesUpToFiveMinutes()
    {
        var circuit = Fail(default, 5);
        var pauses = new List<double>();
        for (var i = 0; i < 6; i++)
        {
            pauses.Add(circuit.Left!.Value.TotalSeconds);
            circuit = (circuit with { Left = TimeSpan.Zero }).After(false);
        }

        Assert.Equal([30, 60, 120, 240, 300, 300], pauses);
        Assert.Equal(default, (circuit with { Left = TimeSpan.Zero }).After(true));
    }

    [Fact]
    public void After_FailuresThatWereOnTheirWay_ProlongNothing()
    {
        var open = Fail(default, 5) with { Left = TimeSpan.FromSeconds(12) };

        Assert.Equal(new Circuit(7, 1, TimeSpan.FromSeconds(12)), Fail(open, 2));
    }

    [Theory]
    [InlineData(0, 20, null)]
    [InlineData(0, 90, 90)]
    [InlineData(4, 20, 30)]
    [InlineData(4, 90, 90)]
    [InlineData(0, 3600, 600)]
    public void After_ProviderAsksForAPause_HoldsItShutAsLong(int failures, int asked, int? expected)
    {
        var circuit = Fail(default, failures).After(false, TimeSpan.FromSeconds(asked));

        Assert.Equal(expected, (int?)circuit.Left?.TotalSeconds);
    }

    [Theory]
    [InlineData(CircuitState.Open, "sdxl")]
    [InlineData(CircuitState.HalfOpen, "gpt-image-2.5-flare")]
    [InlineData(CircuitState.Closed, "gpt-image-2.5-flare")]
    public void Plan_CircuitOfTheNamedModel_AnotherTakesOverWhileItIsOpen(CircuitState circuit, string first)
    {
        var status = Status("gpt-image-2.5-flare", "openai", circuit);

        var route = SeedHouse.Plan(SeedHouse.Request(model: "dalle3"), status);
        var strict = SeedHouse.Plan(SeedHouse.Request(model: "dalle3", fallback: FallbackRule.Strict), status);

        Assert.Equal(first, SeedHouse.First(route));
        Assert.Equal(circuit == CircuitState.Open, strict.Chain.Count == 0);
        Assert.Equal(first == "sdxl", route.Chain[0].Degradations.Any(loss => loss.Code == Router.FallbackModel));
    }

    [Fact]
    public void Plan_OneOfTwoOffersIsShut_TheModelsOtherOfferServes()
    {
        var route = SeedHouse.Plan(SeedHouse.Request(), Status("flux-schnell", "piapi", CircuitState.Open));

        Assert.Equal(("flux-schnell", "replicate"), (route.Chain[0].Model.Id, route.Chain[0].Offer.Provider));
        Assert.Contains(route.Rejected, offer => offer.Reason.Contains("until 12:00:30 UTC", StringComparison.Ordinal));
    }

    [Fact]
    public void Plan_OneOfTwoOffersAtOneProviderIsShut_TheOtherServesAndTheReasonNamesWhich()
    {
        var offer = SeedHouse.Offer("piapi", 0.01m, [Capability.TextToImage]);
        var catalogue = SeedHouse.Plain(
            SeedHouse.Model("twin", 5, 5, offer with { ProviderModel = "slow" }, offer with { ProviderModel = "fast" })
        );
        var status = SeedHouse.Status() with
        {
            Health = new Dictionary<OfferKey, OfferHealth>
            {
                [new("twin", "piapi", "fast")] = OfferHealth.Unknown with { Circuit = CircuitState.Open },
            },
        };

        var both = Router.Plan(SeedHouse.Request(), catalogue, SeedHouse.Status());
        var route = Router.Plan(SeedHouse.Request(), catalogue, status);

        // Of equal score and price: by name.
        Assert.Equal(["fast", "slow"], both.Chain.Select(ranked => ranked.Offer.ProviderModel));
        Assert.Equal("slow", Assert.Single(route.Chain).Offer.ProviderModel);
        Assert.Equal("twin at piapi (fast)", Assert.Single(route.Rejected).ToName());
        Assert.StartsWith("twin at piapi (slow) comes first", route.Text[^1], StringComparison.Ordinal);
    }

    private static ProviderStatus Status(string model, string provider, CircuitState circuit) =>
        SeedHouse.Status() with
        {
            Health = new Dictionary<OfferKey, OfferHealth>
            {
                [new(model, provider, "model")] = OfferHealth.Unknown with
                {
                    Circuit = circuit,
                    OpenUntil = new DateTimeOffset(2026, 11, 20, 12, 0, 30, TimeSpan.Zero),
                },
            },
        };

    private static Circuit Fail(Circuit circuit, int times)
    {
        for (var i = 0; i < times; i++)
        {
            circuit = circuit.After(false);
        }

        return circuit;
    }
}
