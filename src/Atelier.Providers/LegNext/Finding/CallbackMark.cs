using System.Security.Cryptography;
using System.Text;
using Atelier.Providers.LegNext.Jobs;
using Atelier.Providers.Reconciling;

namespace Atelier.Providers.LegNext.Finding;

/// <summary>The address that a job calls back: of each attempt its own, and nobody else can know it.</summary>
internal static class CallbackMark
{
    private const int IdLength = 36;

    /// <summary>Whether the job shows the very address that the call asked for.</summary>
    public static bool IsOurs(LostCall call, LegNextJob job) =>
        call.Callback is { } ours
        && job.Callback is { } shown
        && CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(shown.AbsoluteUri),
            Encoding.UTF8.GetBytes(ours.AbsoluteUri)
        );

    /// <summary>
    /// Whether the job shows the address of another attempt. Any other address proves nothing: ours may have been another
    /// when the call was sent, and it may be shown cut or masked.
    /// </summary>
    public static bool IsAnothers(LostCall call, LegNextJob job)
    {
        var id = call.AttemptId.ToString();
        return call.Callback?.AbsoluteUri is { } ours
            && job.Callback?.AbsoluteUri is { } shown
            && ours.IndexOf(id, StringComparison.Ordinal) is > 0 and var at
            && shown.Length == ours.Length
            && shown.StartsWith(ours[..at], StringComparison.Ordinal)
            && Guid.TryParseExact(shown.AsSpan(at, IdLength), "D", out var attempt)
            && attempt != call.AttemptId;
    }
}
