using Atelier.Core.Catalogue;
using Atelier.Core.Images;
using Atelier.Imaging.Pipeline;

namespace Atelier.Imaging.Rendering;

/// <summary>The sizes on the way from a stored file to a wish. Nothing ever becomes larger than the file has it.</summary>
/// <param name="Scaled">The whole picture, scaled.</param>
/// <param name="Canvas">The result: smaller than that where it is cropped, larger where it is padded.</param>
internal readonly record struct RenderPlan(PixelSize Scaled, PixelSize Canvas)
{
    internal static RenderPlan For(PixelSize file, RenderOrder order)
    {
        if (order is not { Width: { } width, Height: { } height } || order.Fit is FitMode.Contain)
            return Contain(file, new PixelSize(order.Width ?? int.MaxValue, order.Height ?? int.MaxValue));

        var wish = new PixelSize(width, height);
        return order.Fit switch
        {
            FitMode.Cover => Cover(file, wish),
            FitMode.Pad => Pad(file, wish),
            _ => throw new ArgumentOutOfRangeException(nameof(order), order.Fit, "Unknown way to fit."),
        };
    }

    private static RenderPlan Contain(PixelSize file, PixelSize room)
    {
        var size = file.GoesInto(room) ? file : file.Inside(room);
        return new RenderPlan(size, size);
    }

    private static RenderPlan Cover(PixelSize file, PixelSize wish)
    {
        var part = file.PartLike(wish);
        var canvas = wish.GoesInto(part) ? wish : part;
        var scaled = new PixelSize(
            Math.Max(canvas.Width, FitSize.Share((long)file.Width * canvas.Width, part.Width, file.Width)),
            Math.Max(canvas.Height, FitSize.Share((long)file.Height * canvas.Height, part.Height, file.Height))
        );
        return new RenderPlan(scaled, canvas);
    }

    private static RenderPlan Pad(PixelSize file, PixelSize wish) =>
        file.GoesInto(wish) ? new RenderPlan(file, file.Around(wish)) : new RenderPlan(file.Inside(wish), wish);
}
