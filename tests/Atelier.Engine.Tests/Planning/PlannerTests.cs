using Atelier.Core.Catalogue;
using Atelier.Core.Errors;
using Atelier.Core.Requests;
using Atelier.Core.Routing;
using Atelier.Engine.Catalogue;
using Atelier.Engine.Health;
using Atelier.Engine.Planning;
using Atelier.Engine.Policy;
using Atelier.Engine.Public;
using Atelier.Engine.Tests.Nodes;
using Atelier.Providers;
using Atelier.Providers.Http;
using Atelier.Providers.Stability;
using Atelier.TestKit.Health;
using Atelier.TestKit.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace Atelier.Engine.Tests.Planning;

public sealed class PlannerTests
{
    private static readonly PlanFor Anyone = new(AccountTier.Free);

    private readonly FakeTimeProvider _time = new();
    private readonly StillHealth _health = new();

    [Fact]
    public void Plan_NothingNamed_TakesThePainterAndSaysSo()
    {
        var work = CreateSut().Plan(Request(), null, Anyone);

        var offer = Assert.Single(work.Plan.Chain);
        Assert.Equal(("local-painter", "local"), (offer.Model, offer.Provider));
        Assert.Equal("painter", Assert.Single(offer.Degradations).Code);
    }

    [Fact]
    public void Plan_PainterNamed_LosesNothing()
    {
        var work = CreateSut().Plan(Request() with { Model = "local-painter" }, null, Anyone);

        Assert.Empty(Assert.Single(work.Plan.Chain).Degradations);
    }

    [Theory]
    [InlineData(
        "gpt-image-2.5-flare",
        true,
        "gpt-image-2.5-flare at openai is not switched on (its key is OPENAI_API_KEY)"
    )]
    [InlineData("gpt-image-2.5-flare", false, "gpt-image-2.5-flare at openai is not available now")]
    [InlineData("gpt-image-1", false, "gpt-image-2.5-sunburst at openai is not available now")]
    public void Plan_NamedModelWithoutKey_IsRefusedAndNeverPainted(string model, bool runsHouse, string why)
    {
        var whom = Anyone with { RunsHouse = runsHouse };

        var error = Assert.Throws<AtelierException>(() =>
            CreateSut().Plan(Request() with { Model = model, Fallback = FallbackRule.BestEffort }, null, whom)
        );

        Assert.Equal(ErrorCode.ModelNotFound, error.Code);
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
        Assert.Equal(runsHouse, error.Message.Contains("_KEY", StringComparison.Ordinal));
    }

    [Fact]
    public void Plan_EditWithoutAnEditor_IsRefusedAndNeverRunAsTextToImage()
    {
        var edit = Request() with
        {
            Operation = new Inpaint(Guid.CreateVersion7(), Guid.CreateVersion7(), "a hat", 0.8),
        };

        var models = Anyone with { Never = new HashSet<string> { Router.Local } };

        var error = Assert.Throws<AtelierException>(() => CreateSut(new TestWire("gemini")).Plan(edit, null, models));

        Assert.Equal(ErrorCode.ProviderUnavailable, error.Code);
        Assert.Contains("cannot do inpainting", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_NoSeed_DrawsOneAndKeepsIt()
    {
        var work = CreateSut().Plan(Request(), null, Anyone);

        Assert.Equal(work.Plan.Seed, work.Request.Seed);
    }

    [Theory]
    [InlineData(false, FallbackRule.Declared, "local")]
    [InlineData(true, FallbackRule.Declared, null)]
    [InlineData(true, FallbackRule.BestEffort, "local")]
    [Trait("Requirement", "B-59")]
    public void PlanWithin_NoRoom_LeavesThePainterOnlyWhereItMayStandIn(
        bool paid,
        FallbackRule fallback,
        string? provider
    )
    {
        var sut = paid ? CreateSut(new TestWire("openai"), new TestProvider()) : CreateSut();
        var request = Request() with { Size = new PixelSize(1024, 1024), Fallback = fallback };
        Assert.Equal(paid, sut.Plan(request, null, Anyone).Plan.MostFor(1) > 0);

        var free = sut.PlanWithin(request, null, Anyone, -1);

        Assert.Equal(provider, free?.Plan.Chain.Single().Provider);
        Assert.Equal(0, free?.Plan.MostFor(1) ?? 0);
    }

    [Fact]
    public void Plan_AllThatCouldDoItAreLeftAlone_SaysWhenToComeBack()
    {
        _health.Shut("gpt-image-2.5-flare", "openai", _time.GetUtcNow() + TimeSpan.FromSeconds(50));
        _health.Shut("gpt-image-2.5-sunburst", "openai", _time.GetUtcNow() + TimeSpan.FromSeconds(20.5));
        _health.Shut("gpt-image-1.5", "openai", _time.GetUtcNow() + TimeSpan.FromSeconds(90));
        var sut = CreateSut(new TestWire("openai"), new TestProvider());
        var request = Request() with { Size = new PixelSize(1024, 1024) };
        var strict = request with { Model = "dalle3", Fallback = FallbackRule.Strict };

        var all = Assert.Throws<AtelierException>(() => sut.Plan(request, null, Anyone));
        var named = Assert.Throws<AtelierException>(() => sut.Plan(strict, null, Anyone));

        Assert.Equal((ErrorCode.ServiceUnavailable, 21), (all.Code, all.RetryAfterSeconds));
        Assert.Equal((ErrorCode.ProviderUnavailable, 50), (named.Code, named.RetryAfterSeconds));
    }

    [Fact]
    public void Plan_NamedModelMayCostMoreThanTheRequestAllows_NobodyTakesOver()
    {
        var sut = CreateSut(
            new TestWire("openai") { Most = 500_000_000 },
            new TestWire("legnext") { Most = 1_000_000 },
            new TestProvider()
        );
        var request = Request() with { Size = new PixelSize(1024, 1024), Model = "dalle3", MaxCostUsd = 0.1m };

        var error = Assert.Throws<AtelierException>(() => sut.Plan(request, null, Anyone));

        Assert.Equal("max_cost_usd", Assert.Single(error.Fields).Field);
    }

    [Fact]
    public void Plan_NamedModel_FallbacksWithinTheCapStandBehindIt()
    {
        var sut = CreateSut(
            new TestWire("openai") { Most = 100_000_000 },
            new TestWire("legnext") { Most = 500_000_000 },
            new TestProvider()
        );
        var request = Request() with { Size = new PixelSize(1024, 1024), Model = "dalle3", MaxCostUsd = 0.1m };

        var work = sut.Plan(request, null, Anyone);

        Assert.Equal("gpt-image-2.5-flare", work.Plan.Chain[0].Model);
        Assert.All(work.Plan.Chain, offer => Assert.Equal("openai", offer.Provider));
        Assert.All(
            work.Plan.Chain.Skip(1),
            offer => Assert.Contains(offer.Degradations, loss => loss.Code == Router.FallbackModel)
        );
    }

    [Fact]
    public void PlanWithin_FallbacksThatMayCostMore_LeavesThemOut()
    {
        var sut = CreateSut(
            new TestWire("openai") { Most = 10_000_000 },
            new TestWire("legnext") { Most = 500_000_000 },
            new TestProvider()
        );
        var request = Request() with { Size = new PixelSize(1024, 1024), Model = "dalle3" };

        var work = sut.Plan(request, null, Anyone);
        var cheaper = sut.PlanWithin(request, null, Anyone, 10_000_000);

        Assert.Equal((500_000_000, 10_000_000), (work.Plan.MostFor(1), cheaper!.Plan.MostFor(1)));
        Assert.All(cheaper.Plan.Chain, offer => Assert.Equal("openai", offer.Provider));
        Assert.Equal(cheaper.Plan.Chain.Count, cheaper.Calls.Count);
        Assert.DoesNotContain(cheaper.Plan.Chain[0].Degradations, loss => loss.Code == "budget_fallback");
    }

    [Theory]
    [InlineData(FallbackRule.Declared, true)]
    [InlineData(FallbackRule.BestEffort, true)]
    [InlineData(FallbackRule.Strict, false)]
    public void PlanWithin_RoomForACheaperOfferOnly_TakesItAndSaysSo(FallbackRule fallback, bool declared)
    {
        var sut = CreateSut(
            new TestWire("openai") { Most = 500_000_000 },
            new TestWire("legnext") { Most = 10_000_000 },
            new TestProvider()
        );
        var request = Request() with { Size = new PixelSize(1024, 1024), Fallback = fallback };
        Assert.Equal("openai", sut.Plan(request, null, Anyone).Plan.Chain[0].Provider);

        var work = sut.PlanWithin(request, null, Anyone, 10_000_000);

        Assert.Equal("legnext", work!.Plan.Chain[0].Provider);
        Assert.Equal(10_000_000, work.Plan.MostFor(1));
        Assert.Equal(declared, work.Plan.Chain[0].Degradations.Any(loss => loss.Code == "budget_fallback"));
        Assert.Contains(work.Plan.Rejected, offer => offer.Provider == "openai" && offer.Cause == RejectionCause.Money);
        Assert.Null(sut.PlanWithin(request with { Fallback = FallbackRule.Declared }, null, Anyone, 9_999_999));
    }

    [Fact]
    public void PlanWithin_RoomForACheaperOfferOnly_TellsTheOperatorsMoneyOnlyWhereHeReads()
    {
        var sut = CreateSut(
            new TestWire("openai") { Most = 500_000_000 },
            new TestWire("legnext") { Most = 10_000_000 },
            new TestProvider()
        );

        var plan = sut.PlanWithin(Request() with { Size = new PixelSize(1024, 1024) }, null, Anyone, 10_000_000)!.Plan;

        var loss = Assert.Single(plan.Chain[0].Degradations, loss => loss.Code == "budget_fallback");
        Assert.Equal("Another offer would have come first and is not available now.", loss.Text);
        Assert.Contains(plan.Rejected, offer => offer.Provider == "openai" && SaysBudget(offer));
        Assert.DoesNotContain(NeutralReasons.Of(plan.Rejected), SaysBudget);
    }

    [Fact]
    public void PlanWithin_NamedModelTooDear_AnotherTakesOverUnlessItIsAlone()
    {
        var sut = CreateSut(
            new TestWire("openai") { Most = 500_000_000 },
            new TestWire("legnext") { Most = 10_000_000 },
            new TestProvider()
        );
        var request = Request() with { Size = new PixelSize(1024, 1024), Model = "dalle3" };

        var work = sut.PlanWithin(request, null, Anyone, 10_000_000);

        var first = work!.Plan.Chain[0];
        Assert.Equal("legnext", first.Provider);
        Assert.Equal(
            [Router.FallbackModel, "budget_fallback"],
            first.Degradations.Select(loss => loss.Code).Intersect([Router.FallbackModel, "budget_fallback"])
        );
        Assert.Null(sut.PlanWithin(request with { Fallback = FallbackRule.Strict }, null, Anyone, 10_000_000));
    }

    [Theory]
    [InlineData(true, "replicate stability")]
    [InlineData(false, "replicate")]
    [Trait("Requirement", "C-43")]
    public void Plan_StabilitysFirstApiEnds_SdxlGoesOnAtReplicate(bool firstServes, string providers)
    {
        using var site = new ProviderSite(StabilitySite.Options("sk-test"), _time);
        var sut = CreateSut(new StabilityProvider(site, _time, firstServes), new TestWire("replicate"));
        var request = Request() with { Size = new PixelSize(1024, 1024), Model = "sdxl" };

        var plan = sut.Plan(request with { Fallback = FallbackRule.Strict }, null, Anyone).Plan;

        Assert.Equal(providers, string.Join(' ', plan.Chain.Select(offer => offer.Provider).Order()));
        Assert.All(plan.Chain, offer => Assert.Equal("sdxl", offer.Model));
        var passed = plan.Rejected.Where(offer =>
            offer is { Model: "sdxl", Provider: "stability", Cause: RejectionCause.Availability }
        );
        Assert.Equal(firstServes ? 0 : 1, passed.Count());
    }

    [Theory]
    [InlineData(FallbackRule.Declared, true)]
    [InlineData(FallbackRule.Strict, false)]
    [Trait("Requirement", "C-02")]
    public void PlanWithin_NoRoomForWhoTakesReferences_OthersServeWithoutAndSaySo(FallbackRule fallback, bool serves)
    {
        var sut = CreateSut(
            new TestWire("openai") { Most = 500_000_000 },
            new TestWire("legnext") { Most = 10_000_000 },
            new TestProvider()
        );
        var request = Request() with
        {
            Operation = new Create("a hill", null, "illustration"),
            Size = new PixelSize(1024, 1024),
            References = [Guid.CreateVersion7()],
            Fallback = fallback,
        };

        var whole = sut.Plan(request, null, Anyone).Plan;
        var within = sut.PlanWithin(request, null, Anyone, 10_000_000)?.Plan;

        Assert.All(whole.Chain, offer => Assert.Equal("openai", offer.Provider));
        Assert.Contains(whole.Rejected, offer => offer is { Provider: "legnext" });
        Assert.Equal(serves ? "legnext" : null, within?.First.Provider);
        Assert.All(
            within?.Chain ?? [],
            offer => Assert.Contains(offer.Degradations, loss => loss.Code == "references_dropped")
        );
        Assert.DoesNotContain(within?.Rejected ?? [], offer => offer.Cause == RejectionCause.References);
    }

    [Fact]
    public void Plan_MoreOffersThanAChainHas_SaysOfEachWhereItIs()
    {
        string[] on = ["openai", "replicate", "piapi", "legnext", "gemini", "stability"];
        var sut = CreateSut([.. on.Select(id => new TestWire(id)), new TestProvider()]);
        var request = Request() with { Size = new PixelSize(1024, 1024), Fallback = FallbackRule.BestEffort };
        var offers = new CatalogueFolder(Repository.Folder("catalog"))
            .Read()
            .Models.Where(model => !model.IsRetired(DateOnly.FromDateTime(_time.GetUtcNow().UtcDateTime)))
            .SelectMany(model => model.Offers, (model, offer) => (model.Id, offer.Provider, model.NameOfTwin(offer)))
            .Order();

        var route = sut.Explain(request, null, Anyone);

        Assert.Equal(Planner.MostLinks, route.Plan!.Chain.Count(offer => offer.Provider != Router.Local));
        Assert.Equal(
            offers,
            route
                .Plan.Chain.Select(offer => (offer.Model, offer.Provider, offer.IsTwin ? offer.ProviderModel : null))
                .Concat(route.Rejected.Select(offer => (offer.Model, offer.Provider, offer.ProviderModel)))
                .Order()
        );
        var beyond = route.Rejected.Where(offer => offer.Cause == RejectionCause.BeyondChain).ToList();
        Assert.Equal(
            "could do it, but 6 others come before it, which is as far as a chain goes",
            Assert.Single(beyond.Select(offer => offer.Reason).Distinct())
        );
    }

    private static bool SaysBudget(RejectedOffer offer) => offer.Reason.Contains("budget", StringComparison.Ordinal);

    private static ImageRequest Request() =>
        new() { Operation = new Create("a hill", null, null), Size = new PixelSize(64, 64) };

    private Planner CreateSut(params IImageProvider[] providers)
    {
        var catalogue = new CatalogueHolder(new CatalogueFolder(Repository.Folder("catalog")).Read());
        return new Planner(
            catalogue,
            new ProviderRegistry(providers.Length > 0 ? providers : [new TestProvider()]),
            new PublicAddresses(),
            // Nothing is switched, so nothing is read or told.
            new PolicySwitches(store: null!, catalogue, changes: null!),
            new KnownBalances(),
            _health,
            // Nobody is held back.
            new LaneModes(store: null!, changes: null!),
            _time,
            NullLogger<Planner>.Instance
        );
    }

    private sealed class KnownBalances : IBalances
    {
        public decimal? SpendableUsd(string provider) => null;

        public void Reserve(string provider, decimal dollars) { }
    }
}
