using System.Text.Json;
using Atelier.Core.Catalogue;
using Atelier.Core.Requests;
using Atelier.Core.Routing;
using Atelier.Core.Tests.Catalogue;
using Atelier.Providers.Calls;
using Atelier.Providers.Piapi.Compiling;

namespace Atelier.Providers.Tests.Piapi;

/// <summary>Requests for the offers that the catalogue has at PiAPI, as the planner would hand them over.</summary>
internal static class PiapiOrders
{
    public const long Seed = 4242;

    public static readonly Guid Source = new("0197a000-0000-7000-8000-000000000001");
    public static readonly Guid Mask = new("0197a000-0000-7000-8000-000000000002");

    private static readonly CatalogueSnapshot Catalogue = ShippedCatalogue.Load();

    public static CompileOrder Create(
        string offer = "Qubico/flux1-schnell",
        string prompt = "a red fox",
        int width = 1024,
        int height = 1024,
        string? negative = null
    )
    {
        var order = Of(offer, new Create(prompt, negative, null), prompt);
        return order with
        {
            Request = order.Request with { Size = new PixelSize(width, height) },
            NegativePrompt = negative,
        };
    }

    /// <summary>A change to a picture of this size, which PiAPI can fetch from us.</summary>
    public static CompileOrder Change(
        string offer,
        ImageOperation operation,
        string? prompt = null,
        int width = 768,
        int height = 512,
        Guid? source = null
    ) =>
        Of(offer, operation, prompt) with
        {
            Source = new SourceImage(source ?? Source, width, height, "upload", null, null),
            PublicAddress = true,
        };

    public static CompiledCall Compiled(CompileOrder order, bool maskAsFile = false) =>
        Assert.IsType<Compilation.Ready>(PiapiCompiler.Compile(order, maskAsFile)).Call;

    public static Rejection Rejected(CompileOrder order) =>
        Assert.IsType<Compilation.Impossible>(PiapiCompiler.Compile(order, maskAsFile: false)).Reason;

    public static JsonElement InputOf(CompiledCall call) => call.Parameters.GetProperty("input");

    public static IEnumerable<string> Codes(CompiledCall call) => call.Degradations.Select(loss => loss.Code);

    public static CompiledCall WithSeed(long seed, string prompt = "a red fox")
    {
        var order = Create(prompt: prompt);
        return Compiled(order with { Request = order.Request with { Seed = seed } });
    }

    private static CompileOrder Of(string offer, ImageOperation operation, string? prompt)
    {
        var (model, entry) = Catalogue
            .Models.SelectMany(model => model.Offers.Select(entry => (model, entry)))
            .Single(pair => pair.entry.Provider == "piapi" && pair.entry.ProviderModel == offer);
        return new CompileOrder(new ImageRequest { Operation = operation, Seed = Seed }, model, entry, prompt, null);
    }
}
