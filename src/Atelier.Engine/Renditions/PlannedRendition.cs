using System.Globalization;
using Atelier.Core;
using Atelier.Core.Images;
using Atelier.Imaging.Rendering;

namespace Atelier.Engine.Renditions;

/// <summary>What will be made of an image: a wish with all its gaps filled.</summary>
/// <param name="Base">The stored file it is made from.</param>
/// <param name="Width">Pixels of the result.</param>
/// <param name="Height">Pixels of the result.</param>
public sealed record PlannedRendition(Rendition Base, RenderOrder Order, int Width, int Height)
{
    /// <summary>Whether the result has all pixels of the original.</summary>
    public bool Whole => Order is { Width: null, Height: null };

    public FileFormat Format => Order.Format;

    /// <summary>Everything that makes it differ from another one of its image.</summary>
    public string Name =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Base.WireName()} {Order.Width}x{Order.Height} {SnakeCase.Of(Order.Fit)} {SnakeCase.Of(Format)} {Order.Quality} {Order.Watermark}"
        );
}
