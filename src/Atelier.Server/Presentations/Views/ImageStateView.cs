using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Atelier.Server.Presentations.Views;

/// <summary>What <c>GET /api/ai/image/generations/{id}</c> answers: the generation as it stands, and why it failed where it did.</summary>
/// <param name="Success">False where it failed or was canceled.</param>
/// <param name="Error">As the door that started it told it.</param>
internal sealed record ImageStateView(
    bool Success,
    ImageDataView Data,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonNode? Error
);
