namespace Atelier.Emulators.Engine;

/// <summary>One thing a provider would have charged for.</summary>
/// <param name="Id">The task, or the request id where a wire has no tasks.</param>
/// <param name="Call">Number of the call that caused it, from 1.</param>
/// <param name="Units">The amount in the wire's own <paramref name="Unit"/>.</param>
public sealed record BillLine(
    string Id,
    int Call,
    string Operation,
    DateTimeOffset At,
    long NanoDollars,
    long Units,
    string Unit,
    int Pictures
);
