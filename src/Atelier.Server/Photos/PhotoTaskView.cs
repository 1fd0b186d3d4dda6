using System.Text.Json.Serialization;
using Atelier.Core.Routing;

namespace Atelier.Server.Photos;

/// <summary>What <c>GET /api/status/{taskId}</c> answers.</summary>
/// <param name="Status">pending, processing, completed or failed.</param>
/// <param name="Progress">10 while pending, 50 to 99 while processing, 100 when completed, 0 when failed.</param>
/// <param name="Provider">Who made it, or is first in line; null where nobody could be asked.</param>
/// <param name="ProcessingTime">Whole seconds from the start of the work to its end; null before.</param>
/// <param name="Cost">US dollars that the provider took; 0 when failed, null before the end.</param>
/// <param name="Credits">That the account paid; null before the end.</param>
/// <param name="InputFileUrl">When completed: the photo as it was uploaded; works for an hour.</param>
/// <param name="OutputFileUrl">When completed: the result; works for an hour.</param>
/// <param name="Error">When failed: why, in a sentence.</param>
/// <param name="ErrorCode">When failed: the same for programs, such as CONTENT_POLICY.</param>
/// <param name="Reason">review while a person decides about it.</param>
/// <param name="Degradations">What was lost on the way; empty when nothing was.</param>
internal sealed record PhotoTaskView(
    [property: JsonPropertyName("taskId")] Guid TaskId,
    string Status,
    int Progress,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Provider,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Style,
    [property: JsonPropertyName("createdAt")] DateTimeOffset CreatedAt,
    [property: JsonPropertyName("completedAt"), JsonIgnore(Condition = JsonIgnoreCondition.Never)]
        DateTimeOffset? CompletedAt,
    [property: JsonPropertyName("processingTime"), JsonIgnore(Condition = JsonIgnoreCondition.Never)]
        int? ProcessingTime,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] decimal? Cost,
    decimal? Credits,
    [property: JsonPropertyName("inputFileUrl")] string? InputFileUrl,
    [property: JsonPropertyName("outputFileUrl")] string? OutputFileUrl,
    string? Error,
    [property: JsonPropertyName("errorCode")] string? ErrorCode,
    string? Reason,
    IReadOnlyList<Degradation> Degradations
)
{
    public const string Pending = "pending";
    public const string Processing = "processing";
    public const string Completed = "completed";
    public const string Failed = "failed";

    /// <summary>All that a status can be.</summary>
    public static IReadOnlyList<string> Statuses { get; } = [Pending, Processing, Completed, Failed];
}
