using Atelier.Imaging;
using Atelier.Providers;
using Atelier.Providers.Calls;
using Atelier.Providers.Local;

namespace Atelier.Server.Tests.Serving;

/// <summary>Stands where the painter stands and paints one dark colour: whatever is bright in a file is the mark.</summary>
internal sealed class DarkPainter(LocalProvider painter) : IPainter
{
    /// <summary>The level of each channel.</summary>
    public const byte Level = 32;

    public string Id => painter.Id;

    public Compilation Compile(CompileOrder order) => painter.Compile(order);

    public Task<IReadOnlyList<PaintedPicture>> PaintAsync(
        CompiledCall call,
        IReadOnlyList<int> slots,
        CancellationToken cancellationToken
    )
    {
        var (width, height) = (
            call.Parameters.GetProperty("Width").GetInt32(),
            call.Parameters.GetProperty("Height").GetInt32()
        );
        var pixels = new byte[width * height * 3];
        Array.Fill(pixels, Level);
        return Task.FromResult<IReadOnlyList<PaintedPicture>>([
            .. slots.Select(slot => new PaintedPicture(slot, new PixelBuffer(width, height, 3, pixels), slot)),
        ]);
    }
}
