using Atelier.Core.Catalogue;
using Atelier.Core.Pricing;
using Atelier.Core.Requests;
using Atelier.Core.Tests.Catalogue;

namespace Atelier.Core.Tests.Pricing;

public sealed class PriceListTests
{
    private static readonly CatalogueSnapshot Catalogue = ShippedCatalogue.Load();

    [Theory]
    [InlineData(null, new long[] { 500, 1000, 2000, 4000 })]
    [InlineData("local-painter", new long[] { 500, 1000, 2000, 4000 })]
    [InlineData("niji-6", new long[] { 500, 1000, 2000, 4000 })]
    [InlineData("dalle3", new long[] { 500, 1000, 1500, 2000 })]
    [InlineData("DALL-E-3", new long[] { 500, 1000, 1500, 2000 })]
    [InlineData("midjourney", new long[] { 600, 1200, 1800, 3000 })]
    [InlineData("midjourney-v7", new long[] { 600, 1200, 1800, 3000 })]
    public void EachOf_NamedOrNot_IsThePriceOfTheQuality(string? model, long[] prices)
    {
        var qualities = new[] { Quality.Draft, Quality.Standard, Quality.High, Quality.Ultra };

        Assert.Equal(
            prices,
            qualities.Select(quality => PriceList.EachOf(Request(Create(), model, quality), Catalogue))
        );
    }

    [Theory]
    [InlineData(null)]
    [InlineData("midjourney")]
    public void EachOf_UpscaleAndBackground_HavePricesForAllModels(string? model)
    {
        var picture = Guid.CreateVersion7();

        Assert.Equal(
            4000,
            PriceList.EachOf(
                Request(new Upscale(picture, EnhanceDetails: true, Denoise: false), model, Quality.Ultra),
                Catalogue
            )
        );
        Assert.Equal(
            500,
            PriceList.EachOf(
                Request(new RemoveBackground(picture, RefineMask: false, PreserveShadow: false), model, Quality.Ultra),
                Catalogue
            )
        );
    }

    private static Create Create() => new("a lake", NegativePrompt: null, Style: null);

    private static ImageRequest Request(ImageOperation operation, string? model, Quality quality) =>
        new()
        {
            Operation = operation,
            Model = model,
            Quality = quality,
        };
}
