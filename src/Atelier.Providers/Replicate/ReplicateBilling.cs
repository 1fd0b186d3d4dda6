using Atelier.Providers.Replicate.Predictions;

namespace Atelier.Providers.Replicate;

/// <summary>
/// What a prediction cost. Official models are billed by the picture; the others by the second that a graphics card ran for them,
/// queueing left out, and whether or not that brought a picture.
/// </summary>
internal static class ReplicateBilling
{
    // Nano-dollars a second, by the list of May 2026; the page of a model names its card.
    private const decimal T4 = 225_000;
    private const decimal L40S = 975_000;

    private const decimal MostSeconds = 7 * 24 * 3600;

    /// <summary>Nano-dollars of a prediction's seconds; null when it does not tell them, or is not billed by them.</summary>
    public static long? OfSeconds(Prediction prediction) =>
        NanosPerSecond(prediction.Model) is { } price && prediction.Seconds is >= 0 and <= MostSeconds and var seconds
            ? (long)decimal.Ceiling(seconds * price)
            : null;

    /// <summary>Nano-dollars of a prediction that ended without a picture; null when nothing is known of it.</summary>
    public static long? OfNothing(Prediction prediction) =>
        prediction.Model is { } model && ReplicateModels.Official.Contains(model) ? OfNoPicture(prediction)
        : prediction is { IsStopped: true, StartedAt: null, Seconds: null or 0 } ? 0
        : OfSeconds(prediction);

    // What a run that went well brought in a form that nobody knows here may be billed as a picture.
    private static long? OfNoPicture(Prediction prediction) =>
        prediction.Counted > 0 || prediction is { IsSucceeded: true, Counted: null, IsEmpty: false } ? null : 0;

    private static decimal? NanosPerSecond(string? model) =>
        model switch
        {
            ReplicateModels.Sdxl => L40S,
            ReplicateModels.RealEsrgan or ReplicateModels.BackgroundRemover => T4,
            _ => null,
        };
}
