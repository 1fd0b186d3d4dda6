using System.Text.Json;
using Atelier.Core.Requests;
using Atelier.Core.Routing;
using Atelier.Imaging.Painting;
using Atelier.Providers.Calls;

namespace Atelier.Providers.Local;

/// <summary>The painter inside this process: no key, no cost, and honest about being no model.</summary>
public sealed class LocalProvider(ScenePainter painter) : IPainter
{
    private static readonly Degradation ContextIgnored = new(
        "context_ignored",
        "The painter takes colors and light from the prompt alone; color_scheme, lighting and brand_colors were left out."
    );

    public string Id => "local";

    public Compilation Compile(CompileOrder order)
    {
        var size = order.Request.Size ?? throw new ArgumentException("The painter needs a size.", nameof(order));
        var create = (Create)order.Request.Operation;
        // The caller's words only: the painter has styles of its own, and a style's words would read as scenery.
        var (style, losses) = LocalStyle.Of(create.Style);
        if (!order.Request.Context.IsEmpty)
        {
            losses = [.. losses, ContextIgnored];
        }

        var call = new LocalCall(create.Prompt, style, size.Width, size.Height, order.Request.Seed ?? 0);
        return new Compilation.Ready(
            new CompiledCall(
                Id,
                order.Model.Id,
                order.Offer.PicturesPerCall,
                order.Offer.MaxPerCall,
                JsonSerializer.SerializeToElement(call),
                losses
            )
            {
                FinalPrompt = create.Prompt,
            }
        );
    }

    public async Task<IReadOnlyList<PaintedPicture>> PaintAsync(
        CompiledCall call,
        IReadOnlyList<int> slots,
        CancellationToken cancellationToken
    )
    {
        var order = call.Parameters.Deserialize<LocalCall>()!;
        var pictures = new List<PaintedPicture>();
        foreach (var slot in slots)
        {
            // Each slot gets a seed of its own, so that n pictures differ and each can be had again alone.
            var seed = (order.Seed + slot) % (RequestLimits.Seed + 1);
            var paint = new PaintOrder(order.Prompt, order.Style, order.Width, order.Height, (ulong)seed);
            // Painting keeps a core busy for long; the caller's thread must not.
            var pixels = await Task.Run(() => painter.Paint(paint, cancellationToken), cancellationToken);
            pictures.Add(new PaintedPicture(slot, pixels, seed));
        }

        return pictures;
    }
}
