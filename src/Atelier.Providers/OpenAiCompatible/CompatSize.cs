using System.Text.Json.Nodes;
using Atelier.Core.Catalogue;

namespace Atelier.Providers.OpenAiCompatible;

/// <summary>Tells a server the size.</summary>
internal static class CompatSize
{
    // The shapes that servers name; any other would be refused.
    private static readonly PixelSize[] Ratios =
    [
        new(1, 1),
        new(4, 3),
        new(3, 4),
        new(3, 2),
        new(2, 3),
        new(16, 9),
        new(9, 16),
        new(2, 1),
        new(1, 2),
    ];

    public static void Write(JsonObject fields, WireSize style, PixelSize size)
    {
        switch (style)
        {
            case WireSize.WidthHeight:
                fields["width"] = size.Width;
                fields["height"] = size.Height;
                break;
            case WireSize.AspectRatio:
                var ratio = RatioOf(size);
                fields["aspect_ratio"] = $"{ratio.Width}:{ratio.Height}";
                break;
            default:
                fields[style == WireSize.ImageSize ? "image_size" : "size"] = size.ToString();
                break;
        }
    }

    /// <summary>The shape that is nearest, as width and height without pixels.</summary>
    public static PixelSize RatioOf(PixelSize size) => Ratios.MinBy(ratio => NativeSize.Stretch(size, ratio));
}
