using System.Security.Cryptography;
using System.Text;
using Atelier.Providers.Reconciling;
using Atelier.Providers.Replicate.Predictions;

namespace Atelier.Providers.Replicate.Finding;

/// <summary>The address that a prediction calls back, should the list show it: of each attempt its own, and nobody else can know it.</summary>
internal static class CallbackMark
{
    /// <summary>Whether the prediction shows the very address that the call asked for.</summary>
    public static bool IsOurs(LostCall call, Prediction prediction) =>
        call.Callback is { } ours
        && prediction.Webhook is { } shown
        && CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(shown.AbsoluteUri),
            Encoding.UTF8.GetBytes(ours.AbsoluteUri)
        );

    /// <summary>Whether it shows the address of another attempt: all but attempt and token is as in ours, and those are others.</summary>
    public static bool IsAnothers(LostCall call, Prediction prediction)
    {
        var id = call.AttemptId.ToString();
        return call.Callback?.AbsoluteUri is { } ours
            && prediction.Webhook?.AbsoluteUri is { } shown
            && ours.IndexOf(id, StringComparison.Ordinal) is > 0 and var at
            && shown.Length == ours.Length
            && shown.StartsWith(ours[..at], StringComparison.Ordinal)
            && Guid.TryParseExact(shown.AsSpan(at, id.Length), "D", out var attempt)
            && attempt != call.AttemptId;
    }
}
