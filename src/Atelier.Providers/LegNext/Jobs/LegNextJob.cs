using System.Text.Json;

namespace Atelier.Providers.LegNext.Jobs;

/// <summary>A job as LegNext tells of it, read without trust in its types; unknown members are passed over.</summary>
internal sealed record LegNextJob
{
    private const long HighestSeed = uint.MaxValue;
    private const decimal MostPoints = 1_000_000_000;

    public required string Id { get; init; }

    /// <summary>One of <see cref="LegNextKinds"/>, or another; null when it does not tell.</summary>
    public string? Kind { get; init; }

    /// <summary>Lower case; empty when it does not tell.</summary>
    public string Status { get; init; } = "";

    /// <summary>The single pictures, never the grid of all four; empty until it is done.</summary>
    public IReadOnlyList<string> Pictures { get; init; } = [];

    /// <summary>The seed that made the pictures; null until it is done.</summary>
    public long? Seed { get; init; }

    /// <summary>Where it calls back when it is done; null when it does not tell.</summary>
    public Uri? Callback { get; init; }

    /// <summary>Points it cost; null when it does not tell.</summary>
    public decimal? Consumed { get; init; }

    /// <summary>Points set aside for it; null when it does not tell.</summary>
    public decimal? Frozen { get; init; }

    /// <summary>LegNext's words about a failure, for us alone.</summary>
    public string ErrorText { get; init; } = "";

    public bool IsCompleted => Status == "completed";

    public bool IsFailed => Status == "failed";

    /// <summary>The job in an answer; null when there is none in it.</summary>
    public static LegNextJob? Read(JsonElement? json)
    {
        if (JobId.Of(json.Text("job_id")) is not { } id)
        {
            return null;
        }

        var output = json.Member("output");
        var usage = json.Member("meta").Member("usage");
        var error = json.Member("error");
        var webhook = json.Member("config").Member("webhook_config");
        var kind = json.Text("task_type");
        return new LegNextJob
        {
            Id = id,
            Kind = kind,
            Status = json.Text("status")?.ToLowerInvariant() ?? "",
            Pictures = PicturesOf(output, kind),
            Seed = output.Number("seed") is >= 0 and <= HighestSeed and var seed ? (long)seed : null,
            Callback = Uri.TryCreate(webhook.Text("endpoint"), UriKind.Absolute, out var callback) ? callback : null,
            Consumed = PointsOf(usage, "consume"),
            Frozen = PointsOf(usage, "frozen"),
            ErrorText = $"{error.Text("message")} {error.Text("raw_message")}".Trim(),
        };
    }

    private static List<string> PicturesOf(JsonElement? output, string? kind)
    {
        var singles = output
            .Items("image_urls")
            .Select(item => item is { ValueKind: JsonValueKind.String } text ? text.GetString() ?? "" : "")
            .ToList();
        // Where a job makes one picture, image_url is that picture; elsewhere it is the grid, which nobody asked for.
        return
            singles.Count == 0
            && kind is LegNextKinds.Upscale or LegNextKinds.RemoveBackground
            && output.Text("image_url") is { } one
            ? [one]
            : singles;
    }

    private static decimal? PointsOf(JsonElement? usage, string name) =>
        usage.Number(name) is >= 0 and <= MostPoints and var points ? points : null;
}
