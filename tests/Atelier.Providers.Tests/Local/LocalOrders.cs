using Atelier.Core.Catalogue;
using Atelier.Core.Images;
using Atelier.Core.Requests;
using Atelier.Imaging.Changing;
using Atelier.Imaging.Painting;
using Atelier.Imaging.Reading;
using Atelier.Imaging.Stylising;
using Atelier.Providers.Calls;
using Atelier.Providers.Local;

namespace Atelier.Providers.Tests.Local;

/// <summary>Requests for the painter's filters, as the planner would hand them over.</summary>
internal static class LocalOrders
{
    public static readonly LocalProvider Provider = new(
        new ScenePainter(),
        new PhotoStudio(new PhotoStyliser(), new PictureReaderOptions()),
        new PhotoWorkshop(new PictureReaderOptions())
    );

    private static readonly OfferEntry Offer = new()
    {
        Provider = "local",
        ProviderModel = "painter",
        Capabilities = [Capability.TextToImage, Capability.ImageToImage],
        Sizes = new SizeRule { MaxSide = 3840, MaxPixels = 8_294_400 },
        Price = new OfferPrice
        {
            Expected = 0,
            Maximum = 0,
            AsOf = new DateOnly(2026, 11, 20),
        },
    };

    private static readonly OfferEntry Tools = Offer with
    {
        ProviderModel = "tools",
        Capabilities =
        [
            Capability.Inpainting,
            Capability.Outpainting,
            Capability.Variations,
            Capability.Upscaling,
            Capability.BackgroundRemoval,
        ],
        Sizes = new SizeRule { MaxSide = 8192, MaxPixels = 33_554_432 },
        Seed = true,
    };

    private static readonly ModelEntry Model = new()
    {
        Id = "local-painter",
        Name = "Local painter",
        Version = "1",
        Grade = ModelGrade.Budget,
        AestheticScore = 3,
        PhotorealismScore = 1,
        Offers = [Offer],
    };

    public static CompileOrder Stylise(
        string? style,
        int width = 640,
        int height = 480,
        PixelSize? size = null,
        string? prompt = null,
        FitMode fit = FitMode.Cover,
        Guid source = default
    ) =>
        new(
            new ImageRequest
            {
                Operation = new Stylise(source, prompt, style),
                Size = size,
                Fit = fit,
                Seed = 7,
            },
            Model,
            Offer,
            "words of the style",
            null
        )
        {
            Source = new SourceImage(source, width, height, "upload", null, null),
        };

    /// <summary>A change of a picture by the tools.</summary>
    public static CompileOrder Change(
        ImageOperation operation,
        int width = 640,
        int height = 480,
        PixelSize? size = null,
        bool seedAsked = false
    ) =>
        new(
            new ImageRequest
            {
                Operation = operation,
                Size = size,
                Seed = 7,
            },
            Model,
            Tools,
            null,
            null
        )
        {
            Source = new SourceImage(SourceOf(operation), width, height, "upload", null, null),
            SeedAsked = seedAsked,
        };

    private static Guid SourceOf(ImageOperation operation) =>
        operation switch
        {
            Edit edit => edit.Source,
            Upscale upscale => upscale.Source,
            RemoveBackground cut => cut.Source,
            _ => default,
        };

    public static CompiledCall Compile(CompileOrder order) =>
        Assert.IsType<Compilation.Ready>(Provider.Compile(order)).Call;

    public static string Reason(CompileOrder order) =>
        Assert.IsType<Compilation.Impossible>(Provider.Compile(order)).Reason.Text;

    public static (int Width, int Height) SizeOf(CompiledCall call) =>
        (call.Parameters.GetProperty("Width").GetInt32(), call.Parameters.GetProperty("Height").GetInt32());

    public static IEnumerable<string> LossesOf(CompiledCall call) => call.Degradations.Select(loss => loss.Code);
}
