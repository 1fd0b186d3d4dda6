using System.Text.Json.Serialization;
using Atelier.Core.Routing;

namespace Atelier.Server.Photos;

/// <summary>What <c>POST /api/generate</c> answers.</summary>
/// <param name="Provider">Who is first in line: flux1, stable_diffusion_xl or google_gemini, else a provider's id.</param>
/// <param name="EstimatedWaitTime">Seconds.</param>
/// <param name="Degradations">What is lost there, such as words that were removed or cut; empty when nothing is.</param>
internal sealed record PhotoTaskStartView(
    bool Success,
    [property: JsonPropertyName("taskId")] Guid TaskId,
    string? Provider,
    [property: JsonPropertyName("estimatedWaitTime")] int EstimatedWaitTime,
    string Message,
    IReadOnlyList<Degradation> Degradations
);
