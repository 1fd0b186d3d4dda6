using System.Text.Json;
using Atelier.Providers.LegNext.Jobs;

namespace Atelier.Providers.Piapi.Tasks;

/// <summary>A page of the history of tasks. It tells no words; those are with the task.</summary>
/// <param name="Tasks">Their ids, and when they were made by PiAPI's clock; null where that cannot be read.</param>
/// <param name="Total">Lines of all pages; null where it does not say.</param>
internal sealed record HistoryPage(IReadOnlyList<(string Id, DateTimeOffset? CreatedAt)> Tasks, decimal? Total)
{
    /// <summary>Lines of a page, the most there can be.</summary>
    public const int Size = 100;

    /// <summary>The page; null when it is none, or has a line that cannot be read: it may be ours.</summary>
    public static HistoryPage? Read(JsonElement? page)
    {
        var total = page.Number("total");
        switch (page.Member("data"))
        {
            case { ValueKind: JsonValueKind.Array }:
                var tasks = page.Items("data")
                    .Select(line => (Id: JobId.Of(line.Text("task_id")), CreatedAt: line.Time("created_at")))
                    .ToList();
                return tasks.Exists(task => task.Id is null)
                    ? null
                    : new HistoryPage([.. tasks.Select(task => (task.Id!, task.CreatedAt))], total);
            case { ValueKind: JsonValueKind.Null } when total == 0:
                return new HistoryPage([], total);
            default:
                return null;
        }
    }

    /// <summary>Whether no page follows when so many lines were read, these included. A page may be shorter than was asked for.</summary>
    public bool IsLast(int read) => Tasks.Count == 0 || (Total is { } total ? read >= total : Tasks.Count < Size);
}
