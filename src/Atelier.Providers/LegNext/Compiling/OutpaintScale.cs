using Atelier.Core.Requests;
using Atelier.Providers.Calls;

namespace Atelier.Providers.LegNext.Compiling;

/// <summary>The one number by which LegNext grows a picture, on all sides alike.</summary>
internal static class OutpaintScale
{
    private const double Least = 1.1;
    private const double Most = 2.0;
    private const double Tolerance = 0.02;

    /// <summary>The factor, with two decimals; null when the extents do not amount to one, or to one out of range.</summary>
    public static double? Of(Outpaint outpaint, SourceImage source)
    {
        double[] factors =
        [
            FactorOf(outpaint.Left, source.Width),
            FactorOf(outpaint.Right, source.Width),
            FactorOf(outpaint.Top, source.Height),
            FactorOf(outpaint.Bottom, source.Height),
        ];
        var mean = factors.Average();
        var scale = Math.Round(mean, 2);
        return factors.All(factor => Math.Abs(factor - mean) <= mean * Tolerance) && scale is >= Least and <= Most
            ? scale
            : null;
    }

    private static double FactorOf(int extent, int side) => 1 + (2.0 * extent / side);
}
