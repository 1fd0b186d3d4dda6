using Atelier.Core.Catalogue;

namespace Atelier.Providers.Replicate.Inputs;

/// <summary>One of the caller's images as an input.</summary>
/// <param name="Name">Of the input, such as <c>image</c>.</param>
/// <param name="Mask">Whether it says where, white to be painted.</param>
/// <param name="Width">Pixels it is sent with; likewise <paramref name="Height"/>.</param>
internal sealed record InputFile(string Name, Guid Image, bool Mask, int Width, int Height)
{
    public static InputFile Picture(string name, Guid image, PixelSize size) =>
        new(name, image, Mask: false, size.Width, size.Height);
}
