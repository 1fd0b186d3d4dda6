using System.Globalization;

namespace Atelier.Emulators.Wires.OpenAi;

/// <summary>The sizes of the wire sheet.</summary>
internal static class ImageSize
{
    private const int Step = 16;
    private const int LongestEdge = 3840;
    private const int LeastPixels = 655_360;
    private const int MostPixels = 8_294_400;

    private static readonly string[] _fixed = ["1024x1024", "1536x1024", "1024x1536"];

    /// <summary>Width and height, or the reason why this family does not make it.</summary>
    public static (int Width, int Height) Parse(string size, OpenAiFamily family, out string? problem)
    {
        problem = null;
        if (size == "auto")
        {
            return (1024, 1024);
        }

        if (Split(size) is not var (width, height) || (family < OpenAiFamily.V2 && !_fixed.Contains(size)))
        {
            problem =
                $"Invalid size '{size}'. Supported: auto, {string.Join(", ", _fixed)}"
                + (family < OpenAiFamily.V2 ? "." : ", or WIDTHxHEIGHT.");
            return (1024, 1024);
        }

        var pixels = (long)width * height;
        problem = pixels switch
        {
            _ when width % Step != 0 || height % Step != 0 => "Both edges must be multiples of 16.",
            _ when Math.Max(width, height) > LongestEdge => "The longest edge is 3840.",
            _ when Math.Max(width, height) > 3 * Math.Min(width, height) => "The ratio must be within 1:3 and 3:1.",
            < LeastPixels or > MostPixels => "There must be 655360 to 8294400 pixels.",
            _ => null,
        };
        return problem is null ? (width, height) : (1024, 1024);
    }

    private static (int Width, int Height)? Split(string size)
    {
        return
            size.Split('x') is [var left, var right]
            && int.TryParse(left, NumberStyles.None, CultureInfo.InvariantCulture, out var width)
            && int.TryParse(right, NumberStyles.None, CultureInfo.InvariantCulture, out var height)
            && width > 0
            && height > 0
            ? (width, height)
            : null;
    }
}
