using Atelier.Core.Requests;
using Atelier.Imaging;
using Atelier.Imaging.Changing;
using Atelier.Imaging.Cutting;
using Atelier.Imaging.Neural;
using Atelier.Imaging.Reading;
using Atelier.Providers.Calls;
using Atelier.Providers.Failures;

namespace Atelier.Providers.Local;

/// <summary>Does with a picture what the tools were told.</summary>
internal static class LocalChanger
{
    /// <exception cref="ProviderException">The picture or its mask is gone or broken, marks nothing, or shows no subject.</exception>
    public static async Task<PaintedPicture> ChangeAsync(
        PhotoWorkshop workshop,
        LocalCall order,
        int slot,
        ISourceFiles sources,
        CancellationToken cancellationToken
    )
    {
        // Each slot gets a seed of its own, so that n pictures differ and each can be had again alone.
        var seed = (order.Seed + slot) % (RequestLimits.Seed + 1);
        var photo = await LocalSources.ReadAsync(sources, order.Source!.Value, cancellationToken);
        try
        {
            var pixels = await ChangeAsync(workshop, order, photo, seed, sources, cancellationToken);
            var drawn = order.Tool is LocalTool.Fill or LocalTool.Grow or LocalTool.Vary;
            return new PaintedPicture(slot, pixels, drawn ? seed : null) { Unfitted = true };
        }
        catch (NoSubjectException exception)
        {
            throw Bad("No subject could be told from the background.", exception);
        }
        catch (NeuralException exception)
        {
            throw new ProviderException(
                "local",
                FailureKind.ServerError,
                Charge.None,
                "The network that finds subjects does not run at this node.",
                exception
            );
        }
    }

    private static async Task<PixelBuffer> ChangeAsync(
        PhotoWorkshop workshop,
        LocalCall order,
        PixelBuffer photo,
        long seed,
        ISourceFiles sources,
        CancellationToken cancellationToken
    ) =>
        order.Tool switch
        {
            LocalTool.Enlarge => await workshop.EnlargeAsync(
                photo,
                order.Width,
                order.Height,
                order.Detail,
                order.Denoise,
                cancellationToken
            ),
            LocalTool.Fill => await workshop.FillAsync(
                photo,
                await MaskAsync(sources, order.Mask!.Value, cancellationToken),
                (uint)seed,
                cancellationToken
            ),
            LocalTool.Grow => await workshop.GrowAsync(
                photo,
                order.Margins!.Left,
                order.Margins.Right,
                order.Margins.Top,
                order.Margins.Bottom,
                (uint)seed,
                cancellationToken
            ),
            LocalTool.Vary => await workshop.VaryAsync(photo, (ulong)seed, (float)order.Strength, cancellationToken),
            LocalTool.CutOut => await workshop.CutOutAsync(
                photo,
                new CutOptions(order.Plain ? CutMethod.Plain : CutMethod.Network, order.Refine, order.Shadow),
                cancellationToken
            ),
            var other => throw new ArgumentOutOfRangeException(nameof(order), other, "Unknown tool."),
        };

    private static async Task<PixelBuffer> MaskAsync(
        ISourceFiles sources,
        Guid image,
        CancellationToken cancellationToken
    )
    {
        var mask = await LocalSources.ReadAsync(sources, image, cancellationToken);
        return MaskMaker.MarksNothing(mask) ? throw Bad("The mask marks nothing.", null) : mask;
    }

    private static ProviderException Bad(string text, Exception? cause) =>
        new("local", FailureKind.BadRequest, Charge.None, text, cause);
}
