namespace Atelier.Providers.Replicate.Predictions;

/// <summary>Ids of predictions, which go into paths: nothing but what an id is made of.</summary>
internal static class PredictionId
{
    private const int Most = 128;

    /// <summary>The text when it can be an id; null otherwise.</summary>
    public static string? Of(string? text) =>
        text is { Length: > 0 and <= Most } && text.All(sign => char.IsAsciiLetterOrDigit(sign) || sign is '-' or '_')
            ? text
            : null;
}
