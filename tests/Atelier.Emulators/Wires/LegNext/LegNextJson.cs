using System.Globalization;
using System.Text.Json.Nodes;
using Atelier.Emulators.Engine;

namespace Atelier.Emulators.Wires.LegNext;

/// <summary>The job object, with all that makes it hard to read: times of the year 1, a seed in quotes, nulls.</summary>
internal static class LegNextJson
{
    private const string Never = "0001-01-01T00:00:00Z";

    public static JsonObject Of(LegNextJob job)
    {
        var failed = job.Stage == TaskStage.Failed;
        return new JsonObject
        {
            ["job_id"] = job.Id,
            ["model"] = "midjourney",
            ["task_type"] = job.Operation,
            ["status"] = job.Status,
            ["config"] = new JsonObject
            {
                ["service_mode"] = "public",
                ["webhook_config"] = new JsonObject { ["endpoint"] = job.Callback?.ToString() ?? "", ["secret"] = "" },
            },
            ["input"] = null,
            ["output"] = Output(job),
            ["meta"] = Meta(job),
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
        time?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture) ?? Never;

    private static JsonObject Output(LegNextJob job)
    {
        var output = new JsonObject
        {
            ["image_url"] = "",
            ["image_urls"] = null,
            ["seed"] = "",
        };
        if (job.Stage == TaskStage.Done)
        {
            var singles = Enumerable.Range(0, job.Shape.Pictures).Select(i => Url(job, $"{i}")).ToList();
            output["image_url"] = singles.Count == 1 ? singles[0] : Url(job, "grid");
            output["image_urls"] = new JsonArray([.. singles.Select(url => JsonValue.Create(url))]);
            output["seed"] = job.Seed.ToString(CultureInfo.InvariantCulture);
            output["available_actions"] = Actions(job.Shape.Pictures);
        }

        return output;
    }

    private static JsonObject Actions(int pictures)
    {
        var actions = new JsonObject();
        foreach (var name in (string[])["upscale", "variation", "inpaint", "outpaint", "pan", "remix", "edit"])
        {
            actions[name] = new JsonArray([.. Enumerable.Range(0, pictures).Select(i => JsonValue.Create(i))]);
        }

        actions["reroll"] = pictures > 1;
        return actions;
    }

    private static JsonObject Meta(LegNextJob job)
    {
        var running = job.Stage == TaskStage.Running;
        var consumed = !running && job.IsBilled;
        return new JsonObject
        {
            ["created_at"] = Time(job.CreatedAt),
            ["started_at"] = Time(job.Status is "pending" or "staged" ? null : job.CreatedAt),
            ["ended_at"] = Time(job.EndedAt),
            ["usage"] = new JsonObject
            {
                ["type"] = "point",
                ["frozen"] = running ? job.Points : 0,
                ["consume"] = consumed ? job.Points : 0,
            },
        };
    }

    // The age in the URL is what lets old ones expire while a fresh poll gives new ones.
    private static string Url(LegNextJob job, string part) =>
        $"{job.BaseUrl}/files/mj/{job.Id}_{part}.png?age={job.UrlAge}";
}
