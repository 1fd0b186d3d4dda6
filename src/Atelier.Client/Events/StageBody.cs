using System.Text.Json.Serialization;

namespace Atelier.Client.Events;

/// <summary>What an event of a generation says; <c>/v1</c> speaks snake_case.</summary>
internal sealed record StageBody
{
    [JsonPropertyName("generation_id")]
    public string? GenerationId { get; init; }

    [JsonPropertyName("state")]
    public required string State { get; init; }

    [JsonPropertyName("stage")]
    public string? Stage { get; init; }

    [JsonPropertyName("progress")]
    public int Progress { get; init; }
}
