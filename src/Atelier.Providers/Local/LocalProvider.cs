using System.Text.Json;
using Atelier.Core.Requests;
using Atelier.Core.Routing;
using Atelier.Imaging;
using Atelier.Imaging.Changing;
using Atelier.Imaging.Painting;
using Atelier.Imaging.Stylising;
using Atelier.Providers.Calls;

namespace Atelier.Providers.Local;

/// <summary>The painter inside this process, with its filters and tools: no key, no cost, and honest about being no model.</summary>
public sealed class LocalProvider(ScenePainter painter, PhotoStudio studio, PhotoWorkshop workshop) : IPainter
{
    private static readonly Degradation ContextIgnored = new(
        "context_ignored",
        "The painter takes colors and light from the prompt alone; color_scheme, lighting and brand_colors were left out."
    );

    public string Id => "local";

    public Compilation Compile(CompileOrder order) =>
        order.Request.Operation switch
        {
            Create create => new Compilation.Ready(Paint(order, create)),
            Stylise stylise => LocalFilter.Compile(order, stylise, call => Call(order, call)),
            // Where nothing is to be cut out, the network need not be loaded to know.
            var change => LocalToolbox.Compile(
                order,
                change is RemoveBackground && workshop.HasNetwork,
                call => Call(order, call)
            ),
        };

    public async Task<IReadOnlyList<PaintedPicture>> PaintAsync(
        CompiledCall call,
        IReadOnlyList<int> slots,
        ISourceFiles sources,
        CancellationToken cancellationToken
    )
    {
        var order = call.Parameters.Deserialize<LocalCall>()!;
        var pictures = new List<PaintedPicture>();
        foreach (var slot in slots)
        {
            pictures.Add(
                order.Tool is not null
                    ? await LocalChanger.ChangeAsync(workshop, order, slot, sources, cancellationToken)
                : order.Source is { } source ? await ChangeAsync(order, source, slot, sources, cancellationToken)
                : await PaintAsync(order, slot, cancellationToken)
            );
        }

        return pictures;
    }

    private CompiledCall Paint(CompileOrder order, Create create)
    {
        var size = order.Request.Size ?? throw new ArgumentException("The painter needs a size.", nameof(order));
        // The caller's words only: the painter has styles of its own, and a style's words would read as scenery.
        var (style, losses) = LocalStyle.Of(create.Style);
        if (!order.Request.Context.IsEmpty)
        {
            losses = [.. losses, ContextIgnored];
        }

        var call = new LocalCall(create.Prompt, style, size.Width, size.Height, order.Request.Seed ?? 0);
        return Call(order, call) with { Degradations = losses, FinalPrompt = create.Prompt };
    }

    private CompiledCall Call(CompileOrder order, LocalCall call) =>
        new(
            Id,
            order.Model.Id,
            order.Offer.PicturesPerCall,
            order.Offer.MaxPerCall,
            JsonSerializer.SerializeToElement(call),
            []
        );

    private async Task<PaintedPicture> PaintAsync(LocalCall order, int slot, CancellationToken cancellationToken)
    {
        // Each slot gets a seed of its own, so that n pictures differ and each can be had again alone.
        var seed = (order.Seed + slot) % (RequestLimits.Seed + 1);
        var paint = new PaintOrder(order.Prompt, order.Style, order.Width, order.Height, (ulong)seed);
        // Painting keeps a core busy for long; the caller's thread must not.
        var pixels = await Task.Run(() => painter.Paint(paint, cancellationToken), cancellationToken);
        return new PaintedPicture(slot, pixels, seed);
    }

    private async Task<PaintedPicture> ChangeAsync(
        LocalCall order,
        Guid source,
        int slot,
        ISourceFiles sources,
        CancellationToken cancellationToken
    )
    {
        // The photo itself, which may be far larger, is let go before the filter begins.
        var fitted = await FitAsync(order, source, sources, cancellationToken);
        var pixels = await studio.StyliseAsync(fitted, LocalFilter.Of(order.Style!), cancellationToken);
        return new PaintedPicture(slot, pixels, null) { Unfitted = true };
    }

    private async Task<PixelBuffer> FitAsync(
        LocalCall order,
        Guid source,
        ISourceFiles sources,
        CancellationToken cancellationToken
    ) =>
        await studio.FitAsync(
            await LocalSources.ReadAsync(sources, source, cancellationToken),
            order.Width,
            order.Height,
            cancellationToken
        );
}
