using Atelier.Engine.Policy;

namespace Atelier.Server.Progress;

/// <summary>Why a generation failed (requirements C-11 to C-16).</summary>
/// <param name="Code">Such as <c>GENERATION_FAILED</c>.</param>
/// <param name="Retryable">Whether the same once more can help.</param>
/// <param name="RetryAfter">Seconds after which it can; missing where it cannot.</param>
internal sealed record ProgressErrorView(
    string Code,
    string Message,
    bool Retryable,
    int? RetryAfter,
    bool? ContentPolicyViolation,
    ProgressErrorDetails? Details
);

/// <summary>What lies behind it.</summary>
/// <param name="Tried">The calls that were made and failed, in their order.</param>
internal sealed record ProgressErrorDetails(
    string? Provider,
    string? Reason,
    IReadOnlyList<TriedProvider>? Tried,
    PolicyViolation? ContentPolicy
);

/// <summary>A provider that was asked.</summary>
/// <param name="Reason">What became of it, to be read behind its name.</param>
internal sealed record TriedProvider(string Provider, string Reason);
