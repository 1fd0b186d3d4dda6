using System.Text.Json;
using Atelier.Providers.LegNext.Jobs;

namespace Atelier.Providers.Piapi.Tasks;

/// <summary>A page of the history of tasks. It tells no words; those are with the task.</summary>
/// <param name="Tasks">Their ids, and when they were made by PiAPI's clock; null where that cannot be read.</param>
/// <param name="IsLast">Whether no page follows.</param>
internal sealed record HistoryPage(IReadOnlyList<(string Id, DateTimeOffset? CreatedAt)> Tasks, bool IsLast)
{
    /// <summary>Lines of a page, the most there can be.</summary>
    public const int Size = 100;

    /// <summary>The page; null when it is none, or has a line that cannot be read: it may be ours.</summary>
    public static HistoryPage? Read(JsonElement? page)
    {
        var lines = page.Items("data").ToList();
        if (page.Member("data") is not { ValueKind: JsonValueKind.Array or JsonValueKind.Null })
        {
            return null;
        }

        var tasks = lines.Select(line => (Id: JobId.Of(line.Text("task_id")), line.Time("created_at"))).ToList();
        return tasks.Exists(task => task.Id is null)
            ? null
            : new HistoryPage([.. tasks.Select(task => (task.Id!, task.Item2))], lines.Count < Size);
    }
}
