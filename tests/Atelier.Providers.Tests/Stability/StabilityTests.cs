using Atelier.Core.Catalogue;
using Atelier.Core.Requests;
using Atelier.Core.Routing;
using Atelier.Core.Tests.Catalogue;
using Atelier.Emulators.Engine;
using Atelier.Providers.Calls;
using Atelier.Providers.Stability.Compiling;
using Atelier.Providers.Tests.Conformance;

namespace Atelier.Providers.Tests.Stability;

/// <summary>What tests of Stability share: orders by the shipped offers, and what was sent.</summary>
public abstract class StabilityTests(ConformanceBench<StabilityWire> bench) : ConformanceTests<StabilityWire>(bench)
{
    internal static readonly Guid Source = new("0197a000-0000-7000-8000-000000000001");
    internal static readonly Guid MaskId = new("0197a000-0000-7000-8000-000000000002");

    private static readonly CatalogueSnapshot Shipped = ShippedCatalogue.Load();

    /// <summary>An order for one of the shipped offers.</summary>
    internal static CompileOrder Order(
        string providerModel,
        ImageOperation operation,
        int width = 1024,
        int height = 1024,
        PixelSize? size = null
    )
    {
        var model = Shipped.Models.Single(model => model.Offers.Any(offer => Is(offer, providerModel)));
        var offer = model.Offers.Single(offer => Is(offer, providerModel));
        var request = new ImageRequest
        {
            Operation = operation,
            Seed = 7,
            Size = size ?? (operation is Create ? new PixelSize(width, height) : null),
        };
        var source = operation is Create ? null : new SourceImage(Source, width, height, "upload", null, null);
        return new CompileOrder(request, model, offer, operation.Texts.Prompt, null, source);
    }

    internal static CompiledCall Ready(CompileOrder order) =>
        Assert.IsType<Compilation.Ready>(StabilityCompiler.Compile(order, firstServes: true)).Call;

    internal static Rejection Impossible(CompileOrder order, bool firstServes = true) =>
        Assert.IsType<Compilation.Impossible>(StabilityCompiler.Compile(order, firstServes)).Reason;

    internal static string Codes(CompileOrder order) =>
        string.Join(' ', Ready(order).Degradations.Select(loss => loss.Code));

    /// <summary>The text fields of a form, in their order.</summary>
    internal static string Fields(ReceivedCall call) =>
        string.Join('|', call.Parts.Where(part => part.FileName is null).Select(part => $"{part.Name}={part.Text}"));

    /// <summary>The files of a form, in their order.</summary>
    internal static string Files(ReceivedCall call) =>
        string.Join('|', call.Parts.Where(part => part.FileName is not null).Select(part => part.Name));

    private static bool Is(OfferEntry offer, string providerModel) =>
        offer.Provider == "stability" && offer.ProviderModel == providerModel;
}
