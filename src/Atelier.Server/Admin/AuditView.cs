using System.Text.Json;
using Atelier.Data.Auditing;

namespace Atelier.Server.Admin;

/// <summary>Something that was done to the service.</summary>
/// <param name="ActorId">The account that did it; missing for the service itself.</param>
/// <param name="KeyId">The key it came with; missing for a session in a browser.</param>
/// <param name="AccountId">The account that it was done to; missing for the whole service.</param>
/// <param name="Subject">The id of the key, endpoint or budget, where it was one.</param>
/// <param name="Details">What changed: names of fields and numbers.</param>
internal sealed record AuditView(
    long Id,
    DateTimeOffset At,
    Guid? ActorId,
    Guid? KeyId,
    string Action,
    Guid? AccountId,
    string? Subject,
    JsonElement Details
)
{
    public static AuditView Of(AuditRow row) =>
        new(
            row.Id,
            row.CreatedAt,
            row.ActorId,
            row.KeyId,
            row.Action,
            row.AccountId,
            row.Subject,
            JsonSerializer.Deserialize<JsonElement>(row.Details)
        );
}
