using Atelier.Core.Catalogue;
using Atelier.Core.Errors;
using Atelier.Core.Requests;
using Atelier.Engine.Catalogue;
using Atelier.Engine.Health;
using Atelier.Engine.Planning;
using Atelier.Engine.Public;
using Atelier.Engine.Tests.Nodes;
using Atelier.Providers;
using Atelier.TestKit.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace Atelier.Engine.Tests.Planning;

public sealed class PlannerTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Plan_NothingNamed_TakesThePainterAndSaysSo()
    {
        var work = CreateSut().Plan(Request());

        var offer = Assert.Single(work.Plan.Chain);
        Assert.Equal(("local-painter", "local"), (offer.Model, offer.Provider));
        Assert.Equal("painter", Assert.Single(offer.Degradations).Code);
    }

    [Fact]
    public void Plan_PainterNamed_LosesNothing()
    {
        var work = CreateSut().Plan(Request() with { Model = "local-painter" });

        Assert.Empty(Assert.Single(work.Plan.Chain).Degradations);
    }

    [Theory]
    [InlineData("gpt-image-2.5-flare", "OPENAI_API_KEY")]
    [InlineData("gpt-image-1", "gpt-image-2.5-sunburst")]
    public void Plan_NamedModelWithoutKey_IsRefusedAndNeverPainted(string model, string named)
    {
        var error = Assert.Throws<AtelierException>(() =>
            CreateSut().Plan(Request() with { Model = model, Fallback = FallbackRule.BestEffort })
        );

        Assert.Equal(ErrorCode.ModelNotFound, error.Code);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_EditWithoutAnEditor_IsRefusedAndNeverRunAsTextToImage()
    {
        var edit = Request() with
        {
            Operation = new Inpaint(Guid.CreateVersion7(), Guid.CreateVersion7(), "a hat", 0.8),
        };

        var error = Assert.Throws<AtelierException>(() => CreateSut().Plan(edit));

        Assert.Equal(ErrorCode.ProviderUnavailable, error.Code);
        Assert.Contains("cannot do inpainting", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_NoSeed_DrawsOneAndKeepsIt()
    {
        var work = CreateSut().Plan(Request());

        Assert.Equal(work.Plan.Seed, work.Request.Seed);
    }

    [Theory]
    [InlineData(false, FallbackRule.Declared, "local")]
    [InlineData(true, FallbackRule.Declared, null)]
    [InlineData(true, FallbackRule.BestEffort, "local")]
    [Trait("Requirement", "B-59")]
    public void PlanFree_AnyRequest_LeavesThePainterOnlyWhereItMayStandIn(
        bool paid,
        FallbackRule fallback,
        string? provider
    )
    {
        var sut = paid ? CreateSut(new TestWire("openai"), new TestProvider()) : CreateSut();
        var request = Request() with { Size = new PixelSize(1024, 1024), Fallback = fallback };
        Assert.Equal(paid, sut.Plan(request).Plan.MostFor(1) > 0);

        var free = sut.PlanFree(request);

        Assert.Equal(provider, free?.Plan.Chain.Single().Provider);
        Assert.Equal(0, free?.Plan.MostFor(1) ?? 0);
    }

    private static ImageRequest Request() =>
        new() { Operation = new Create("a hill", null, null), Size = new PixelSize(64, 64) };

    private Planner CreateSut(params IImageProvider[] providers)
    {
        var catalogue = new CatalogueHolder(new CatalogueFolder(Repository.Folder("catalog")).Read());
        return new Planner(
            catalogue,
            new ProviderRegistry(providers.Length > 0 ? providers : [new TestProvider()]),
            new PublicAddresses(),
            new KnownBalances(),
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
