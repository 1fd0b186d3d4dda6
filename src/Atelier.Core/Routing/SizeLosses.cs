using System.Globalization;
using Atelier.Core.Catalogue;
using Atelier.Core.Images;

namespace Atelier.Core.Routing;

/// <summary>What is lost when a picture is brought to the size asked for (requirement C-24). Little is not worth a word.</summary>
public static class SizeLosses
{
    private const string Enlarged = "size_enlarged";
    private const string Cropped = "size_cropped";
    private const int MostEnlarged = 2;
    private const int LeastKeptPercent = 85;

    /// <summary>Whether an offer loses by its size.</summary>
    public static bool AreIn(RankedOffer ranked) =>
        ranked.Degradations.Count > 0 && ranked.Degradations.Any(loss => loss.Code is Enlarged or Cropped);

    /// <param name="made">What the offer makes.</param>
    /// <param name="wanted">What is delivered.</param>
    /// <param name="fit">Whether what juts out is cropped, or the rest filled.</param>
    public static IEnumerable<Degradation> Of(PixelSize made, PixelSize wanted, FitMode fit)
    {
        var (across, down) = ((long)wanted.Width * made.Height, (long)wanted.Height * made.Width);
        // Scaled by this side until the other juts out, or until it is inside.
        var byWidth = fit == FitMode.Cover ? across > down : across < down;
        var (to, from) = byWidth ? (wanted.Width, made.Width) : (wanted.Height, made.Height);
        // Whole numbers, so that exactly twice and exactly 15 % do not count.
        if (to > (long)MostEnlarged * from)
        {
            var times = ((double)to / from).ToString("0.0", CultureInfo.InvariantCulture);
            yield return new Degradation(Enlarged, $"Made at {made} and enlarged {times} times to {wanted}.");
        }

        if (fit == FitMode.Cover && Math.Min(across, down) * 100 < Math.Max(across, down) * LeastKeptPercent)
        {
            var lost = 100 - (Math.Min(across, down) * 100 / Math.Max(across, down));
            yield return new Degradation(
                Cropped,
                $"Made at {made}; {lost} % of it are cut off to get {wanted}. With fit pad nothing is."
            );
        }
    }
}
