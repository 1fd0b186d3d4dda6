using Atelier.Core.Catalogue;

namespace Atelier.Core.Tests.Catalogue;

/// <summary>The operator's files laid over ours.</summary>
public sealed class OverlayTests
{
    private const string Own = "/srv/atelier/catalog/own.yaml";

    [Fact]
    public void Read_FieldsOfAnEntry_AreReplacedOneByOne()
    {
        var catalogue = Read(
            """
            models:
              - id: brush
                aesthetic_score: 9
                aliases: [quill]
                offers:
                  - provider: studio
                    provider_model: brush-1
                    price: { expected: 0.011 }
            """
        );

        var brush = catalogue.FindModel("brush")!;
        Assert.Equal((9, 6, "Brush"), (brush.AestheticScore, brush.PhotorealismScore, brush.Name));
        Assert.Equal(["quill"], brush.Aliases);
        var offer = Assert.Single(brush.Offers);
        Assert.Equal((0.011m, 0.02m, 1), (offer.Price.Expected, offer.Price.Maximum, offer.Price.Rows.Count));
        Assert.Equal((2048, true), (offer.Sizes.MaxSide, offer.Seed));
        Assert.Equal(["brush", "easel"], catalogue.Models.Select(model => model.Id));
    }

    [Fact]
    public void Read_NewEntries_AreAdded()
    {
        var catalogue = Read(
            """
            models:
              - id: chalk
                name: Chalk
                version: "3"
                strengths: []
                weaknesses: []
                grade: budget
                aesthetic_score: 2
                photorealism_score: 2
                offers:
                  - provider: cellar
                    provider_model: chalk-3
                    capabilities: [text_to_image]
                    sizes: { max_side: 512 }
                    price: { expected: 0, maximum: 0, as_of: 2026-11-21 }
              - id: easel
                offers:
                  - provider: cellar
                    provider_model: easel-9
                    capabilities: [upscaling]
                    sizes: { max_side: 4096 }
                    price: { expected: 1, maximum: 1, as_of: 2026-11-21 }
            providers:
              - { id: cellar, name: Cellar }
            fallback_order: [chalk]
            prices:
              picture: { ultra: 5 }
            """
        );

        Assert.Equal("chalk-3", Assert.Single(catalogue.FindModel("chalk")!.Offers).ProviderModel);
        Assert.Equal(
            ["studio easel-2", "cellar easel-9"],
            catalogue.FindModel("easel")!.Offers.Select(offer => $"{offer.Provider} {offer.ProviderModel}")
        );
        Assert.Equal(["chalk"], catalogue.FallbackOrder);
        Assert.Equal((2000, 5000), (catalogue.Prices.Of(Quality.High), catalogue.Prices.Of(Quality.Ultra)));
    }

    [Fact]
    public void Read_Remove_TakesAModelOrAnOfferAway()
    {
        var catalogue = Read(
            """
            models:
              - { id: brush, remove: true }
            styles:
              - { id: foggy, best: [easel] }
            tiers:
              - { tier: ultra, prefer: [easel], styles: { foggy: easel } }
              - { tier: standard, prefer: [easel], default: easel }
            fallback_order: [easel]
            """
        );

        Assert.Null(catalogue.FindModel("brush"));
        Assert.Equal("easel", Assert.Single(catalogue.Models).Id);
        Assert.Equal(["easel"], catalogue.Tiers[QualityTier.Ultra].Prefer);
    }

    [Fact]
    public void Read_SeveralFiles_AreLaidOverInOrderOfTheirNames()
    {
        CatalogueFile[] own =
        [
            new("/b/two.yaml", "models:\n  - { id: brush, name: Second }\n", IsOverlay: true),
            new("/z/one.yaml", "models:\n  - { id: brush, name: First, version: \"9\" }\n", IsOverlay: true),
        ];

        var brush = CatalogueReader.Read([.. SmallCatalogue.Files(), .. own]).FindModel("brush")!;

        Assert.Equal(("Second", "9"), (brush.Name, brush.Version));
    }

    [Theory]
    [InlineData(3, "models:\n  - id: brush\n    grad: gold\n", "models[brush].grad is not a known key")]
    [InlineData(3, "models:\n  - id: brush\n    grade: gold\n", "models[brush].grade does not know \"gold\"")]
    [InlineData(3, "models:\n  - id: brush\n    name: ~\n", "models[brush].name is missing")]
    [InlineData(3, "models:\n  - id: brush\n    aliases:\n      - easel\n", "\"easel\" is already a name")]
    [InlineData(4, "models:\n  - id: brush\n    strengths:\n      - [x]\n", "must be a text, not a list")]
    [InlineData(2, "models:\n  - id: bruhs\n    version: \"2\"\n", "models[bruhs].name is missing")]
    [InlineData(2, "models:\n  - { id: bruhs, remove: true }\n", "models[bruhs] is not there to be removed")]
    [InlineData(2, "models:\n  - { id: brush, remove: false }\n", "models[brush].remove must be true")]
    [InlineData(2, "models:\n  - { id: brush, remove: true, name: x }\n", "leave its other keys out")]
    [InlineData(
        2,
        "models:\n  - { id: easel, remove: true }\n",
        "models[easel] is still named by models[brush].successor"
    )]
    [InlineData(2, "models:\n  - { id: easel, remove: true }\n", "models[easel] is still named by tiers[0].default")]
    [InlineData(2, "models:\n  - { id: brush, remove: true }\n", "models[brush] is still named by fallback_order")]
    [InlineData(2, "providers:\n  - { id: studio, remove: true }\n  - { id: x, name: X }\n", "offers[0].provider")]
    [InlineData(2, "providers:\n  - { id: studio, remove: true }\n", "providers must keep at least one entry")]
    [InlineData(2, "styles:\n  - { id: foggy, remove: true }\n", "styles must keep at least one entry")]
    [InlineData(
        3,
        "models:\n  - id: brush\n    aliases: []\nfallback_order: [pencil]\n",
        "still named by fallback_order"
    )]
    [InlineData(3, "models:\n  - { id: brush, name: A }\n  - { id: brush, name: B }\n", "stands in this file twice")]
    [InlineData(3, "sizes:\n  \"2:1\":\n    high: 800x40\n", "sizes.2:1.high is 800x40, which is not 2:1")]
    [InlineData(2, "prices:\n  remove_background: cheap\n", "prices.remove_background must be a number")]
    [InlineData(1, "models: none\n", "models must be a list with at least one entry")]
    [InlineData(1, "prices: none\n", "prices must be a block of keys")]
    [InlineData(1, "fallback_order: [chalk]\n", "fallback_order names \"chalk\"")]
    [InlineData(3, "models:\n  - id: [\n", "not valid YAML")]
    public void Read_MistakeOfTheOperator_NamesHisFileAndLine(int line, string text, string message)
    {
        var errors = Assert.Throws<CatalogueException>(() => Read(text)).Errors;

        Assert.Contains(
            errors,
            error =>
                error.File == Own && error.Line == line && error.Message.Contains(message, StringComparison.Ordinal)
        );
        Assert.All(errors, error => Assert.Equal(Own, error.File));
    }

    [Fact]
    public void Version_CountsTheOverlay_ButNotWhereItLies()
    {
        const string text = "models:\n  - { id: brush, name: Other }\n";
        var plain = CatalogueReader.Read(SmallCatalogue.Files()).Version;

        var here = Read(text).Version;
        var there = CatalogueReader
            .Read([.. SmallCatalogue.Files(), new CatalogueFile("/elsewhere/own.yaml", text, IsOverlay: true)])
            .Version;

        Assert.NotEqual(plain, here);
        Assert.Equal(here, there);
    }

    private static CatalogueSnapshot Read(string text) =>
        CatalogueReader.Read([.. SmallCatalogue.Files(), new CatalogueFile(Own, text, IsOverlay: true)]);
}
