using System.Text.Json;
using Atelier.Core.Catalogue;
using Atelier.Core.Requests;
using Atelier.Core.Routing;
using Atelier.Core.Tests.Catalogue;
using Atelier.Providers.Calls;
using Atelier.Providers.Replicate.Compiling;

namespace Atelier.Providers.Tests.Replicate;

/// <summary>Requests for Replicate's offers, as the planner would hand them over.</summary>
internal static class ReplicateOrders
{
    public const long Seed = 4242;

    private static readonly CatalogueSnapshot Catalogue = ShippedCatalogue.Load();

    public static CompileOrder Create(
        string model,
        int width = 1024,
        int height = 1024,
        string prompt = "a red fox",
        bool seedAsked = false
    ) =>
        Of(model, new Create(prompt, null, null), prompt) with
        {
            Request = Request(new Create(prompt, null, null)) with { Size = new PixelSize(width, height) },
            SeedAsked = seedAsked,
        };

    public static CompileOrder Change(
        string model,
        ImageOperation operation,
        int width = 512,
        int height = 384,
        string? prompt = null,
        PixelSize? size = null
    )
    {
        var order = Of(model, operation, prompt);
        return order with
        {
            Request = order.Request with { Size = size },
            Source = new SourceImage(SourceOf(operation), width, height, "upload", null, null),
            Mask = operation is Inpaint inpaint
                ? new SourceImage(inpaint.Mask, width, height, "upload", null, null)
                : null,
        };
    }

    public static CompiledCall Compiled(CompileOrder order) =>
        Assert.IsType<Compilation.Ready>(ReplicateCompiler.Compile(order)).Call;

    public static Rejection Rejected(CompileOrder order) =>
        Assert.IsType<Compilation.Impossible>(ReplicateCompiler.Compile(order)).Reason;

    public static string InputOf(CompiledCall call) => call.Parameters.GetProperty("input").GetRawText();

    public static JsonElement Files(CompiledCall call) => call.Parameters.GetProperty("files");

    public static IEnumerable<string> Codes(CompiledCall call) => call.Degradations.Select(loss => loss.Code);

    private static Guid SourceOf(ImageOperation operation) =>
        operation switch
        {
            Stylise stylise => stylise.Source,
            Edit edit => edit.Source,
            Upscale upscale => upscale.Source,
            RemoveBackground cut => cut.Source,
            _ => Guid.Empty,
        };

    private static CompileOrder Of(string model, ImageOperation operation, string? prompt)
    {
        var entry = Catalogue.FindModel(model)!;
        var offer = entry.Offers.First(one => one.Provider == "replicate");
        return new CompileOrder(Request(operation), entry, offer, prompt, null);
    }

    private static ImageRequest Request(ImageOperation operation) => new() { Operation = operation, Seed = Seed };
}
