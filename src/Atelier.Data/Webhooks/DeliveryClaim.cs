namespace Atelier.Data.Webhooks;

/// <summary>A message to be sent now, by whoever holds this claim.</summary>
/// <param name="Epoch">What the outcome is written under.</param>
/// <param name="Tries">Which try this is since it was last sent anew, from 1.</param>
/// <param name="EndpointId">Null: the generation's own address.</param>
/// <param name="Data">A JSON object; null for a message about a generation.</param>
public sealed record DeliveryClaim(
    Guid MessageId,
    int Epoch,
    int Tries,
    Guid AccountId,
    Guid? EndpointId,
    string Url,
    string Type,
    Guid? GenerationId,
    string? Data,
    DateTimeOffset HappenedAt
)
{
    /// <summary>The message's name on the wire, the same at every try.</summary>
    public string WebhookId => IdOf(MessageId);

    /// <summary>The name of a message on the wire.</summary>
    public static string IdOf(Guid messageId) => $"msg_{messageId:N}";
}
