using Atelier.Imaging;
using Atelier.Providers;
using Atelier.Providers.Calls;
using Atelier.Providers.Local;

namespace Atelier.Server.Tests.Serving;

/// <summary>
/// Stands where the painter stands and paints darkness, with glaring stripes in the upper left corner, far from the mark: there
/// crops go. Whatever is white in the lower half of a file is the mark.
/// </summary>
internal sealed class DarkPainter(LocalProvider painter) : IPainter
{
    /// <summary>The level of each channel, but for the corner.</summary>
    public const byte Level = 32;

    public string Id => painter.Id;

    public Compilation Compile(CompileOrder order) => painter.Compile(order);

    public Task<IReadOnlyList<PaintedPicture>> PaintAsync(
        CompiledCall call,
        IReadOnlyList<int> slots,
        ISourceFiles sources,
        CancellationToken cancellationToken
    )
    {
        var (width, height) = (
            call.Parameters.GetProperty("Width").GetInt32(),
            call.Parameters.GetProperty("Height").GetInt32()
        );
        var pixels = Paint(width, height);
        return Task.FromResult<IReadOnlyList<PaintedPicture>>([
            .. slots.Select(slot => new PaintedPicture(slot, new PixelBuffer(width, height, 3, pixels), slot)),
        ]);
    }

    private static byte[] Paint(int width, int height)
    {
        const int Stripe = 4;
        var pixels = new byte[width * height * 3];
        Array.Fill(pixels, Level);
        for (var y = 0; y < height / 10; y++)
        for (var x = 0; x < width / 6; x++)
        {
            ReadOnlySpan<byte> colour = (x + y) / Stripe % 2 == 0 ? [255, 255, 255] : [255, 0, 0];
            colour.CopyTo(pixels.AsSpan(((y * width) + x) * 3));
        }

        return pixels;
    }
}
