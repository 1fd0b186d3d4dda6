using System.Text.Json;

namespace Atelier.Providers.LegNext.Jobs;

/// <summary>A line of LegNext's list of what is under way; it tells neither words nor seed.</summary>
/// <param name="CreatedAt">By LegNext's clock, in whole seconds; null when it cannot be read.</param>
internal sealed record ActiveTask(string Id, string? Kind, DateTimeOffset? CreatedAt)
{
    /// <summary>The lines of an answer; null when it is no such list, or has a line that cannot be read: it may be ours.</summary>
    public static IReadOnlyList<ActiveTask>? ReadAll(JsonElement? json)
    {
        // The account's other answer comes in an envelope; this one might one day.
        var holder = json.Member("tasks") is null ? json.Member("data") : json;
        switch (holder.Member("tasks"))
        {
            case { ValueKind: JsonValueKind.Null }:
                return [];
            case { ValueKind: JsonValueKind.Array }:
                var tasks = holder.Items("tasks").Select(Read).ToList();
                return tasks.Contains(null) ? null : [.. tasks.OfType<ActiveTask>()];
            default:
                return null;
        }
    }

    private static ActiveTask? Read(JsonElement? task) =>
        JobId.Of(task.Text("job_id")) is { } id
            ? new ActiveTask(id, task.Text("task_type"), task.Time("created_at"))
            : null;
}
