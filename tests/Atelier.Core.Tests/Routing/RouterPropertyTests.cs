using Atelier.Core.Catalogue;
using Atelier.Core.Images;
using Atelier.Core.Requests;
using Atelier.Core.Routing;

namespace Atelier.Core.Tests.Routing;

/// <summary>What holds for every request, in ten thousand drawn ones.</summary>
public sealed class RouterPropertyTests
{
    private static readonly string[] Providers = ["local", .. SeedHouse.Everything];
    private static readonly Guid Image = new("0198c1a0-0000-7000-8000-000000000000");

    [Fact]
    [Trait("Requirement", "A-24")]
    public void Plan_AnyRequest_KeepsItsPromises()
    {
        for (var seed = 0; seed < 10_000; seed++)
        {
            var draw = new Draw(seed);
            var (request, status) = (RequestOf(draw), StatusOf(draw));

            var route = Router.Plan(request, SeedHouse.Catalogue, status);

            Assert.All(route.Chain, ranked => Check(ranked, request, status));
            var offers = route.Chain.Select(ranked => (ranked.Model.Id, ranked.Offer.Provider)).ToList();
            Assert.Distinct(offers);
            Assert.Empty(offers.Intersect(route.Rejected.Select(offer => (offer.Model, offer.Provider))));
            Assert.All(route.Rejected, offer => Assert.NotEmpty(offer.Reason));
            AssertSame(route, Router.Plan(request, SeedHouse.Catalogue, status));
        }
    }

    [Fact]
    [Trait("Requirement", "A-24")]
    [Trait("Requirement", "C-02")]
    public void Plan_AnyReferences_AreLostOnlyWhereNobodyTakesThem()
    {
        var (passedOver, lost) = (0, 0);
        for (var seed = 0; seed < 10_000; seed++)
        {
            var draw = new Draw(seed);
            var (request, status) = (RequestOf(draw), StatusOf(draw));
            var without = Router.Plan(request with { References = [] }, SeedHouse.Catalogue, status).Chain;
            var all = request.References.Count;
            // How many are taken is one number a provider here, so that the chain's best is the best there is.
            var most = without.Select(Used).DefaultIfEmpty(0).Max();
            var least =
                request.Fallback == FallbackRule.Strict || most == all ? all
                : most > 0 ? 1
                : 0;

            var route = Router.Plan(request, SeedHouse.Catalogue, status);

            Assert.Equal(
                without.Where(ranked => Used(ranked) >= least || IsNamedOne(ranked)).Select(Name),
                route.Chain.Select(Name)
            );
            Assert.All(
                route.Chain,
                ranked =>
                    Assert.Equal(Used(ranked) < all, ranked.Degradations.Any(loss => loss.Code == "references_dropped"))
            );
            passedOver += route.Rejected.Count(offer => offer.Cause == RejectionCause.References);
            lost += route.Chain.Count(ranked => Used(ranked) < all);

            int Used(RankedOffer ranked) => request.Operation is Create ? Math.Min(all, ranked.Offer.References) : all;

            bool IsNamedOne(RankedOffer ranked) =>
                request.Model is not null && !ranked.IsFallback && request.Fallback != FallbackRule.Strict;
        }

        Assert.True(passedOver > 0 && lost > 0);
    }

    [Fact]
    public void Plan_OffersInAnotherOrderOfTheCatalogue_StandInTheSameOrder()
    {
        var turned = SeedHouse.Turned();
        for (var seed = 0; seed < 500; seed++)
        {
            var draw = new Draw(seed);
            var (request, status) = (RequestOf(draw), StatusOf(draw));

            Assert.Equal(
                Names(Router.Plan(request, SeedHouse.Catalogue, status)),
                Names(Router.Plan(request, turned, status))
            );
        }
    }

    private static void Check(RankedOffer ranked, ImageRequest request, ProviderStatus status)
    {
        var (model, offer) = (ranked.Model, ranked.Offer);
        Assert.Contains(request.Capability, offer.Capabilities);
        Assert.Contains(offer.Provider, status.Available);
        Assert.False(model.IsRetired(status.Today));
        Assert.True(status.Only is null || status.Only.Contains(offer.Provider));
        Assert.True(status.Never is null || !status.Never.Contains(offer.Provider));
        // The painter has no circuit: it is no call.
        var health = status.Health.GetValueOrDefault(OfferKey.Of(model, offer));
        Assert.True(health?.Circuit != CircuitState.Open || offer.Provider == Router.Local);
        var style = (request.Operation as Create)?.Style;
        Assert.True(
            request.Model is not null && !ranked.IsFallback || style is null || !model.UnfitStyles.Contains(style)
        );
        // A retired name means its successor now, so that one loses nothing.
        Assert.True(
            request.Fallback != FallbackRule.Strict || ranked.Degradations.All(loss => loss.Code == "model_replaced")
        );
        Assert.NotEmpty(ranked.Reason);
        Assert.InRange(ranked.Score, -2, 2);
    }

    private static void AssertSame(Route one, Route other)
    {
        Assert.Equal(Names(one), Names(other));
        Assert.Equal(one.Rejected, other.Rejected);
        Assert.Equal(one.Text, other.Text);
    }

    private static IEnumerable<string> Names(Route route) => route.Chain.Select(Name);

    private static string Name(RankedOffer ranked) =>
        $"{ranked.Model.Id} {ranked.Offer.Provider} {ranked.Score:R} {ranked.IsFallback}";

    private static ImageRequest RequestOf(Draw draw)
    {
        var style = draw.Maybe([.. SeedHouse.Catalogue.Styles.Select(known => known.Id)]);
        ImageOperation operation = draw.Next(7) switch
        {
            0 => new Stylise(Image, null, style),
            1 => new Inpaint(Image, Image, "a hat", 0.5),
            2 => new Upscale(Image, false, false),
            3 => new RemoveBackground(Image, false, false),
            _ => new Create("a hill", draw.Maybe(["people"]), style),
        };
        return new ImageRequest
        {
            Operation = operation,
            Count = draw.Next(10) + 1,
            Model = draw.Maybe([.. SeedHouse.Catalogue.Models.Select(model => model.Id)]),
            Tier = draw.Next(4) is > 0 and var tier ? (QualityTier)(tier - 1) : null,
            Size = draw.Next(3) == 0 ? null : new PixelSize(16 + draw.Next(3800), 16 + draw.Next(2100)),
            Fallback = (FallbackRule)draw.Next(3),
            Fit = draw.Next(2) == 0 ? FitMode.Cover : FitMode.Pad,
            References =
                operation is not Create || draw.Next(2) == 0
                    ? []
                    : [.. Enumerable.Repeat(Image, draw.Next(RequestLimits.References) + 1)],
        };
    }

    private static ProviderStatus StatusOf(Draw draw) =>
        new(Providers.Where(_ => draw.Next(4) > 0).ToHashSet(), draw.Next(2) == 0 ? SeedHouse.Before : SeedHouse.After)
        {
            AccountTier = (AccountTier)draw.Next(3),
            Only = draw.Next(5) == 0 ? Providers.Where(_ => draw.Next(2) > 0).ToHashSet() : null,
            Never = draw.Next(5) == 0 ? Providers.Where(_ => draw.Next(3) == 0).ToHashSet() : null,
            Order = (RouteOrder)draw.Next(2),
            Waits =
                draw.Next(2) == 0
                    ? new Dictionary<string, double>()
                    : new Dictionary<string, double> { ["piapi"] = 90 },
            Health = SeedHouse
                .Catalogue.Models.SelectMany(model => model.Offers, (model, offer) => OfferKey.Of(model, offer))
                .Where(_ => draw.Next(3) == 0)
                .ToDictionary(
                    key => key,
                    _ => new OfferHealth(
                        draw.Next(11) / 10.0,
                        draw.Next(200),
                        draw.Next(50),
                        (CircuitState)draw.Next(3),
                        null
                    )
                ),
        };

    /// <summary>Numbers that are the same for the same seed on every machine.</summary>
    private sealed class Draw(int seed)
    {
        private ulong _state = ((ulong)seed * 2654435769) + 88172645463325252;

        public int Next(int below)
        {
            _state ^= _state << 13;
            _state ^= _state >> 7;
            _state ^= _state << 17;
            return (int)(_state % (ulong)below);
        }

        public string? Maybe(IReadOnlyList<string> words) => Next(2) == 0 ? null : words[Next(words.Count)];
    }
}
