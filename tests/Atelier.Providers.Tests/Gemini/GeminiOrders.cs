using Atelier.Core.Catalogue;
using Atelier.Core.Requests;
using Atelier.Core.Tests.Catalogue;
using Atelier.Providers.Calls;
using Atelier.Providers.Gemini;

namespace Atelier.Providers.Tests.Gemini;

/// <summary>Requests for Google's models, as the planner would hand them over.</summary>
internal static class GeminiOrders
{
    public const string Banana = "gemini-nano-banana-2.1";
    public const string Pro = "nano-banana-pro";

    private static readonly CatalogueSnapshot Catalogue = ShippedCatalogue.Load();

    public static CompileOrder Create(
        string prompt = "a red fox",
        string model = Banana,
        int width = 1024,
        int height = 1024,
        Quality quality = Quality.Standard,
        long seed = 7,
        string? thinking = null
    ) =>
        Of(
            new ImageRequest
            {
                Operation = new Create(prompt, null, null),
                Size = new PixelSize(width, height),
                Quality = quality,
                Seed = seed,
                ProviderOptions = thinking is null
                    ? new Dictionary<string, IReadOnlyDictionary<string, string>>()
                    : new Dictionary<string, IReadOnlyDictionary<string, string>>
                    {
                        ["gemini"] = new Dictionary<string, string> { ["thinking"] = thinking },
                    },
            },
            model,
            prompt
        );

    public static CompileOrder Change(
        ImageOperation operation,
        Guid source,
        int width,
        int height,
        string? prompt = null,
        PixelSize? size = null
    ) =>
        Of(new ImageRequest { Operation = operation, Size = size }, Banana, prompt) with
        {
            Source = new SourceImage(source, width, height, "upload", null, null),
        };

    public static CompiledCall Compiled(CompileOrder order) =>
        Assert.IsType<Compilation.Ready>(GeminiCompiler.Compile(order)).Call;

    public static GeminiCall CallOf(CompileOrder order) => GeminiCall.Read(Compiled(order).Parameters);

    private static CompileOrder Of(ImageRequest request, string model, string? prompt)
    {
        var entry = Catalogue.FindModel(model)!;
        return new CompileOrder(request, entry, entry.Offers.First(offer => offer.Provider == "gemini"), prompt, null);
    }
}
