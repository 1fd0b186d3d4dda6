using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Atelier.Emulators.Engine;
using Atelier.Emulators.Hosting;

namespace Atelier.Emulators.Wires.Replicate;

/// <summary>The prediction object.</summary>
internal static class ReplicateJson
{
    public static JsonObject Of(ReplicatePrediction prediction, DateTimeOffset now)
    {
        var order = prediction.Order;
        var removed = prediction.RemovedAt(now);
        var json = new JsonObject
        {
            ["id"] = prediction.Id,
            ["model"] = order.Model.Name,
            ["version"] = order.Model.Version ?? "hidden",
            ["input"] = removed ? new JsonObject() : Shown(prediction),
            ["output"] = removed ? null : Output(prediction),
            ["error"] = prediction.ErrorText,
            ["logs"] = "",
            ["status"] = prediction.Status,
            ["source"] = "api",
            ["data_removed"] = removed,
            ["created_at"] = Time(prediction.CreatedAt),
            ["started_at"] = prediction.Started ? Time(prediction.CreatedAt) : null,
            ["completed_at"] = Time(prediction.EndedAt),
            ["deadline"] = null,
            ["deployment"] = null,
            ["urls"] = Urls(prediction),
        };
        if (prediction.Stage != TaskStage.Running)
        {
            json["metrics"] = Metrics(prediction);
        }

        return json;
    }

    public static string? Time(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    private static JsonNode? Shown(ReplicatePrediction prediction)
    {
        var input = JsonNode.Parse(prediction.Input.GetRawText());
        if (prediction.Echo == InputEcho.AsSent || input is not JsonObject members)
        {
            return input;
        }

        foreach (var (name, value) in members.ToList())
        {
            if (value?.GetValueKind() == JsonValueKind.Number)
            {
                members[name] = prediction.Echo == InputEcho.FilledIn ? Fractional(value) : value.ToJsonString();
            }
        }

        members.TryAdd("disable_safety_checker", false);
        return members;
    }

    private static JsonNode? Fractional(JsonNode number) =>
        number.ToJsonString() is var text && text.All(char.IsAsciiDigit)
            ? JsonNode.Parse($"{text}.0")
            : number.DeepClone();

    private static JsonObject Metrics(ReplicatePrediction prediction)
    {
        var metrics = new JsonObject
        {
            ["predict_time"] = prediction.Seconds,
            ["total_time"] = prediction.Seconds + 0.3m,
        };
        if (prediction.Order.Model.IsOfficial)
        {
            metrics["image_count"] = prediction.BillsPictures ? prediction.Order.Pictures : 0;
        }

        return metrics;
    }

    private static JsonNode? Output(ReplicatePrediction prediction)
    {
        if (prediction.Status != "succeeded")
        {
            return null;
        }

        return prediction.Order.Model.Many
            ? new JsonArray([
                .. Enumerable.Range(0, prediction.Order.Pictures).Select(i => JsonValue.Create(Url(prediction, i))),
            ])
            : JsonValue.Create(Url(prediction, 0));
    }

    private static JsonObject Urls(ReplicatePrediction prediction) =>
        new()
        {
            ["get"] = $"{prediction.BaseUrl}/v1/predictions/{prediction.Id}",
            ["cancel"] = $"{prediction.BaseUrl}/v1/predictions/{prediction.Id}/cancel",
            ["web"] = $"https://replicate.com/p/{prediction.Id}",
        };

    private static string Url(ReplicatePrediction prediction, int part) =>
        $"{prediction.BaseUrl}/delivery/{prediction.Id}/out-{part}.png?age={prediction.UrlAge}";
}
