namespace Atelier.Data.Erasing;

/// <summary>How far the erasing of an account is, and what came of it.</summary>
/// <param name="State">waiting for its work to end, erasing, or done.</param>
/// <param name="RemovedJson">A JSON object: numbers by what they count.</param>
/// <param name="KeptJson">The same of what stays, without words.</param>
public sealed record ErasureRow(
    Guid Id,
    Guid AccountId,
    string State,
    DateTimeOffset RequestedAt,
    DateTimeOffset? FinishedAt,
    string RemovedJson,
    string KeptJson
);
