namespace Atelier.Data.Photos;

/// <summary>A photo task that nobody could be asked for (requirement B-33): it is shown as failed, holds nothing and counts nothing.</summary>
/// <param name="RequestJson">The request without its words.</param>
/// <param name="PlanJson">A plan with an empty chain, and why it is empty.</param>
/// <param name="Client">Where it was asked from: the address as today's keyed hash; null without one.</param>
/// <param name="ErrorCode">By its wire name.</param>
/// <param name="ErrorMessage">For the caller.</param>
public sealed record FailedTask(
    Guid Id,
    Guid AccountId,
    Guid? KeyId,
    Guid SessionId,
    byte[]? Client,
    string Operation,
    string? Prompt,
    string RequestJson,
    string PlanJson,
    string ErrorCode,
    string ErrorMessage
);
