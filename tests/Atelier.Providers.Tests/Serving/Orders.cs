using Atelier.Core.Catalogue;
using Atelier.Core.Requests;
using Atelier.Providers.Calls;

namespace Atelier.Providers.Tests.Serving;

/// <summary>Requests for OpenAI's models, as the planner would hand them over.</summary>
internal static class Orders
{
    public const string Flare = "gpt-image-2.5-flare";

    public static readonly SizeRule Free = new()
    {
        MinSide = 16,
        MaxSide = 3840,
        MinPixels = 655_360,
        MaxPixels = 8_294_400,
        MaxRatio = 3,
        Step = 16,
    };

    public static readonly SizeRule Fixed = new()
    {
        MaxSide = 1536,
        Fixed = [new(1024, 1024), new(1536, 1024), new(1024, 1536)],
    };

    public static CompileOrder Create(
        string prompt = "a red fox",
        Quality quality = Quality.Standard,
        string model = Flare,
        int width = 1024,
        int height = 1024
    ) =>
        Of(new Create(prompt, null, null), prompt, model, quality) with
        {
            Request = Request(new Create(prompt, null, null), quality) with { Size = new PixelSize(width, height) },
        };

    public static CompileOrder Edit(
        ImageOperation operation,
        int width,
        int height,
        string? prompt = null,
        string model = Flare
    ) =>
        Of(operation, prompt, model, Quality.Standard) with
        {
            Source = new SourceImage(default, width, height, "openai", null, null),
        };

    private static CompileOrder Of(ImageOperation operation, string? prompt, string model, Quality quality)
    {
        var offer = new OfferEntry
        {
            Provider = "openai",
            ProviderModel = model,
            Capabilities = [operation.Capability],
            Sizes = model.StartsWith("gpt-image-1", StringComparison.Ordinal) ? Fixed : Free,
            MaxPerCall = 10,
            Price = new OfferPrice
            {
                Expected = 0.013m,
                Maximum = 0.5m,
                AsOf = new DateOnly(2026, 11, 20),
            },
        };
        var entry = new ModelEntry
        {
            Id = model,
            Name = model,
            Version = "1",
            Grade = ModelGrade.Premium,
            AestheticScore = 8,
            PhotorealismScore = 8,
            Offers = [offer],
        };
        return new CompileOrder(Request(operation, quality), entry, offer, prompt, null);
    }

    private static ImageRequest Request(ImageOperation operation, Quality quality) =>
        new()
        {
            Operation = operation,
            Quality = quality,
            Seed = 7,
        };
}
