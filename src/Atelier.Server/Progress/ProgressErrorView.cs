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
