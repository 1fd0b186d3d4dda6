using System.Globalization;
using System.Text.Json.Nodes;
using Atelier.Emulators.Engine;

namespace Atelier.Emulators.Wires.Piapi;

/// <summary>The task object in its envelope, with all that makes it hard to read: times of the year 1, nulls, an output that differs by model.</summary>
internal static class PiapiJson
{
    private const string Never = "0001-01-01T00:00:00Z";

    public static Reply Reply(JsonNode? data) =>
        Wires.Reply.Json(
            200,
            new
            {
                code = 200,
                message = "success",
                data,
            }
        );

    public static JsonObject Of(PiapiTask task)
    {
        var failed = task.Stage == TaskStage.Failed;
        return new JsonObject
        {
            ["task_id"] = task.Id,
            ["model"] = task.Order.Shape.Model,
            ["task_type"] = task.Order.Shape.TaskType,
            ["status"] = task.Status,
            ["config"] = new JsonObject
            {
                ["service_mode"] = "public",
                ["webhook_config"] = new JsonObject
                {
                    ["endpoint"] = task.Habits.ShowsInputs ? task.Order.Callback?.ToString() ?? "" : "",
                    ["secret"] = "",
                },
            },
            ["input"] = task.Habits.ShowsInputs ? JsonNode.Parse(task.Order.Input.GetRawText()) : new JsonObject(),
            ["output"] = task.Stage == TaskStage.Done ? Output(task) : null,
            ["meta"] = Meta(task),
            ["detail"] = null,
            ["logs"] = new JsonArray(),
            ["error"] = new JsonObject
            {
                ["code"] = failed ? 10000 : 0,
                ["raw_message"] = failed ? "task failed upstream" : "",
                ["message"] = failed ? "The task failed" : "",
                ["detail"] = null,
            },
        };
    }

    public static string Time(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture) ?? Never;

    private static JsonObject Output(PiapiTask task)
    {
        var urls = Enumerable.Range(0, task.Order.Pictures).Select(number => Url(task, number)).ToList();
        var several = urls.Count > 1 || task.Order.Shape.Has(Takes.Images);
        return several
            ? new JsonObject { ["image_urls"] = new JsonArray([.. urls.Select(url => JsonValue.Create(url))]) }
            : new JsonObject { ["image_url"] = urls[0], ["image_base64"] = "" };
    }

    private static JsonObject Meta(PiapiTask task)
    {
        var running = task.Stage == TaskStage.Running;
        var meta = new JsonObject
        {
            ["created_at"] = Time(task.CreatedAt),
            ["started_at"] = Time(running ? null : task.CreatedAt),
            ["ended_at"] = Time(task.EndedAt),
            ["is_using_private_pool"] = false,
        };
        if (task.Stage != TaskStage.Failed || task.Habits.TellsUsage)
        {
            meta["usage"] = new JsonObject
            {
                ["type"] = "llm",
                ["frozen"] = running ? task.Order.Units : 0,
                ["consume"] = !running && task.IsBilled ? task.Order.Units : 0,
            };
        }

        return meta;
    }

    // The age in the address is what lets old ones expire while a fresh poll gives new ones.
    private static string Url(PiapiTask task, int number) =>
        $"{task.BaseUrl}/temp/{task.Id}_{number}.png?age={task.UrlAge}";
}
