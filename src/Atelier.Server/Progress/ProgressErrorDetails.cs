using Atelier.Engine.Policy;

namespace Atelier.Server.Progress;

/// <summary>What lies behind an error.</summary>
/// <param name="Provider">Who failed last.</param>
/// <param name="Reason">What it ended with, in a sentence.</param>
/// <param name="Tried">The calls that were made and failed, in their order.</param>
internal sealed record ProgressErrorDetails(
    string? Provider,
    string? Reason,
    IReadOnlyList<TriedProvider>? Tried,
    PolicyViolation? ContentPolicy
);
