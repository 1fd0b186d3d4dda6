using System.Text.Json;
using Atelier.Providers.LegNext.Jobs;

namespace Atelier.Providers.Piapi.Tasks;

/// <summary>A task as PiAPI tells of it, read without trust in its types; unknown members are passed over.</summary>
internal sealed record PiapiJob
{
    private const decimal MostUnits = 1_000_000_000_000;

    // A ten-millionth of a dollar.
    private const int NanosPerUnit = 100;

    public required string Id { get; init; }

    public string? Model { get; init; }

    public string? TaskType { get; init; }

    /// <summary>Lower case, since families write it differently; empty when it does not tell.</summary>
    public string Status { get; init; } = "";

    /// <summary>What it made; empty until it is done.</summary>
    public IReadOnlyList<JobPicture> Pictures { get; init; } = [];

    /// <summary>The words it was told; null when it shows none.</summary>
    public string? Prompt { get; init; }

    /// <summary>The seed it was told; null when it shows none.</summary>
    public long? Seed { get; init; }

    /// <summary>Where it calls back; null when it does not tell.</summary>
    public Uri? Callback { get; init; }

    /// <summary>When it was made, by PiAPI's clock; null when it does not tell.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Nano-dollars it cost; null when it does not tell.</summary>
    public long? Consumed { get; init; }

    /// <summary>Nano-dollars set aside for it; null when it does not tell.</summary>
    public long? Frozen { get; init; }

    /// <summary>PiAPI's words about a failure, for us alone.</summary>
    public string ErrorText { get; init; } = "";

    /// <summary>Its history has another word for it.</summary>
    public bool IsCompleted => Status is "completed" or "finished";

    public bool IsStopped => Status is "cancelled" or "canceled";

    /// <summary>Whether it ended, and not well.</summary>
    public bool IsOver => Status == "failed" || IsStopped;

    /// <summary>Whether it says that it cost nothing. What it does not say to be free is not taken for it.</summary>
    public bool IsFree => this is { Consumed: 0, Frozen: 0 or null };

    /// <summary>
    /// Nano-dollars that one cost which has ended; null when it does not tell. Nothing taken with some still set aside means a task that
    /// was not settled yet, not one for nothing.
    /// </summary>
    public long? Cost => this is { Consumed: 0, Frozen: > 0 } ? null : Consumed;

    /// <summary>The task in an answer; null when there is none in it.</summary>
    public static PiapiJob? Read(JsonElement? json)
    {
        if (JobId.Of(json.Text("task_id")) is not { } id)
        {
            return null;
        }

        var (input, error) = (json.Member("input"), json.Member("error"));
        var meta = json.Member("meta");
        var usage = meta.Member("usage");
        var webhook = json.Member("config").Member("webhook_config");
        return new PiapiJob
        {
            Id = id,
            Model = json.Text("model"),
            TaskType = json.Text("task_type"),
            Status = json.Text("status")?.ToLowerInvariant() ?? "",
            Pictures = JobPicture.ReadAll(json.Member("output")),
            Prompt = input.Text("prompt"),
            Seed = input.Number("seed") is >= 0 and <= uint.MaxValue and var seed ? (long)seed : null,
            Callback = Uri.TryCreate(webhook.Text("endpoint"), UriKind.Absolute, out var callback) ? callback : null,
            CreatedAt = meta.Time("created_at"),
            Consumed = NanosOf(usage, "consume"),
            Frozen = NanosOf(usage, "frozen"),
            ErrorText = $"{error.Text("message")} {error.Text("raw_message")}".Trim(),
        };
    }

    private static long? NanosOf(JsonElement? usage, string name) =>
        usage.Number(name) is >= 0 and <= MostUnits and var units ? (long)(units * NanosPerUnit) : null;
}
