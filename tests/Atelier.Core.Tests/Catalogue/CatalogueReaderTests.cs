using Atelier.Core.Catalogue;

namespace Atelier.Core.Tests.Catalogue;

public sealed class CatalogueReaderTests
{
    [Fact]
    [Trait("Requirement", "A-01")]
    public void Read_CorrectFiles_FillsEveryMember()
    {
        var catalogue = CatalogueReader.Read(SmallCatalogue.Files());

        var provider = Assert.Single(catalogue.Providers);
        Assert.Equal(
            ("studio", "Studio", 5, "STUDIO_KEY"),
            (provider.Id, provider.Name, provider.Lane, provider.KeyVariable)
        );
        Assert.Equal(("https://studio.example.com", 45), (provider.Endpoint, provider.WaitSeconds));
        var option = Assert.Single(provider.Options);
        Assert.Equal("pace", option.Name);
        Assert.Equal(["slow", "fast"], option.Values);
        Assert.Equal((1m, 9.5m, 1), (option.Min, option.Max, option.Decimals));

        var model = catalogue.Models[0];
        Assert.Equal(("brush", "Brush", "1"), (model.Id, model.Name, model.Version));
        Assert.Equal(["pencil"], model.Aliases);
        Assert.Equal([ModelTag.Artistic], model.Strengths);
        Assert.Empty(model.Weaknesses);
        Assert.Equal((ModelGrade.Standard, 5, 6), (model.Grade, model.AestheticScore, model.PhotorealismScore));
        Assert.Equal((new DateOnly(2026, 12, 1), "easel"), (model.Retires, model.Successor));

        var offer = Assert.Single(model.Offers);
        Assert.Equal(("studio", "brush-1"), (offer.Provider, offer.ProviderModel));
        Assert.Equal([Capability.TextToImage], offer.Capabilities);
        Assert.Equal((1, 2, 100), (offer.PicturesPerCall, offer.MaxPerCall, offer.MaxPromptLength));
        Assert.Equal((true, false), (offer.Seed, offer.NegativePrompt));
        var price = offer.Price;
        Assert.Equal(
            (0.01m, 0.02m, new DateOnly(2026, 11, 20), false),
            (price.Expected, price.Maximum, price.AsOf, price.Known)
        );
        var row = new PriceRow
        {
            Operation = Capability.TextToImage,
            Quality = Quality.High,
            UpToPixels = 1_048_576,
            Expected = 0.015m,
            Maximum = 0.03m,
        };
        Assert.Equal([row], price.Rows);
        Assert.Equal([KeyValuePair.Create("seed", 0.04m)], price.Versions);
        Assert.Equal(["foggy"], model.UnfitStyles);
        var sizes = offer.Sizes;
        Assert.Equal((64, 2048, 8), (sizes.MinSide, sizes.MaxSide, sizes.Step));
        Assert.Equal((4096L, 4_194_304L, 3m), (sizes.MinPixels, sizes.MaxPixels, sizes.MaxRatio));
        Assert.Equal([new PixelSize(1024, 1024)], sizes.Fixed);

        var style = Assert.Single(catalogue.Styles);
        Assert.Equal(("foggy", "Foggy", StyleKind.Visual), (style.Id, style.Name, style.Kind));
        Assert.Equal(("Hard to see.", 7.5m), (style.Description, style.Guidance));
        Assert.Equal(["fog"], style.Words);
        Assert.Equal(["sun"], style.Avoid);
        Assert.Equal(["brush", "easel"], style.Best);
        Assert.Equal(Merit.Aesthetic, style.Merit);

        Assert.Equal(3, catalogue.Tiers.Count);
        var ultra = catalogue.Tiers[QualityTier.Ultra];
        Assert.Equal(["easel", "brush"], ultra.Prefer);
        Assert.Equal("easel", ultra.Default);
        Assert.Equal([KeyValuePair.Create("foggy", "brush")], ultra.Styles);
        Assert.Empty(catalogue.Tiers[QualityTier.Standard].Styles);
        Assert.Equal(["brush"], catalogue.FallbackOrder);

        Assert.Equal(new PixelSize(800, 400), catalogue.Sizes.Find("2:1", Quality.High));
        Assert.Null(catalogue.Sizes.Find("custom", Quality.High));
        Assert.Equal(["Anything"], catalogue.Sizes.UseCases["custom"]);
        Assert.Equal((125L, 500L), (catalogue.Prices.Of(Quality.Draft), catalogue.Prices.RemoveBackground));
    }

    [Fact]
    [Trait("Requirement", "A-01")]
    public void Read_DefaultsOfAnOffer_AreOptionsOfItsProvider()
    {
        var files = SmallCatalogue.With("models.yaml", "default_params: {}", "default_params: { pace: 2.5 }");

        var offer = Assert.Single(CatalogueReader.Read(files).Models[0].Offers);

        Assert.Equal([KeyValuePair.Create("pace", "2.5")], offer.DefaultParams);
    }

    [Fact]
    public void Read_OptionalKeysLeftOut_TakesTheDefaultsOfTheRecords()
    {
        var model = CatalogueReader.Read(SmallCatalogue.Files()).Models[1];

        Assert.Equal((null, null), (model.Retires, model.Successor));
        Assert.Empty(model.UnfitStyles);
        var offer = Assert.Single(model.Offers);
        Assert.Equal((1, 1, 4000), (offer.PicturesPerCall, offer.MaxPerCall, offer.MaxPromptLength));
        Assert.Equal((false, false), (offer.Seed, offer.NegativePrompt));
        Assert.True(offer.Price.Known);
        Assert.Empty(offer.Price.Rows);
        Assert.Empty(offer.Price.Versions);
        Assert.Empty(offer.DefaultParams);
        Assert.Equal(new SizeRule { MaxSide = 1024 } with { Fixed = offer.Sizes.Fixed }, offer.Sizes);
        Assert.Empty(offer.Sizes.Fixed);
    }

    [Fact]
    public void Read_FilesInAnyOrder_GivesTheSameVersion()
    {
        var files = SmallCatalogue.Files();

        var version = CatalogueReader.Read(files).Version;

        Assert.Matches("^[0-9a-f]{12}$", version);
        Assert.Equal(version, CatalogueReader.Read([.. files.Reverse()]).Version);
    }

    [Fact]
    public void Read_OneLetterChanged_GivesAnotherVersion()
    {
        var changed = SmallCatalogue.With("styles.yaml", "Hard to see.", "Hard to see!");

        Assert.NotEqual(CatalogueReader.Read(SmallCatalogue.Files()).Version, CatalogueReader.Read(changed).Version);
    }

    [Fact]
    public void Read_ListSpreadOverTwoFiles_ReadsBoth()
    {
        var more = new CatalogueFile("providers-own.yaml", "providers:\n  - { id: attic, name: Attic }\n");

        var catalogue = CatalogueReader.Read([.. SmallCatalogue.Files(), more]);

        Assert.Equal(["attic", "studio"], catalogue.Providers.Select(provider => provider.Id).Order());
    }

    [Theory]
    [InlineData("brush")]
    [InlineData("pencil")]
    [InlineData("PENCIL")]
    public void FindModel_IdOrAlias_FindsTheModel(string name) =>
        Assert.Equal("brush", CatalogueReader.Read(SmallCatalogue.Files()).FindModel(name)?.Id);

    [Fact]
    public void FindModel_UnknownName_IsNull() =>
        Assert.Null(CatalogueReader.Read(SmallCatalogue.Files()).FindModel("chalk"));

    [Theory]
    [Trait("Requirement", "A-02")]
    [InlineData("strengths", "[artistic]")]
    [InlineData("weaknesses", "[]")]
    public void Read_TheThirteenTags_ServeStrengthsAndWeaknesses(string key, string present)
    {
        string[] tags =
        [
            "aesthetics",
            "photorealism",
            "composition",
            "text_rendering",
            "products",
            "people",
            "landscapes",
            "artistic",
            "anime",
            "speed",
            "hands",
            "specific_details",
            "consistency",
        ];
        var files = SmallCatalogue.With("models.yaml", $"{key}: {present}", $"{key}: [{string.Join(", ", tags)}]");

        var model = CatalogueReader.Read(files).Models[0];

        var read = key == "strengths" ? model.Strengths : model.Weaknesses;
        Assert.Equal(13, read.Distinct().Count());
        Assert.Equal(Enum.GetValues<ModelTag>().Length, read.Count);

        var other = SmallCatalogue.With("models.yaml", $"{key}: {present}", $"{key}: [humour]");
        var error = Assert.Single(Assert.Throws<CatalogueException>(() => CatalogueReader.Read(other)).Errors);
        Assert.Contains(string.Join(", ", tags), error.Message, StringComparison.Ordinal);
    }
}
