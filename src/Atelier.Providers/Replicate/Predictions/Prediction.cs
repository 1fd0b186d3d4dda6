using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Atelier.Providers.Answers;

namespace Atelier.Providers.Replicate.Predictions;

/// <summary>A prediction as Replicate tells of it, read without trust in its types; unknown members are passed over.</summary>
internal sealed record Prediction
{
    /// <summary>What is read of an answer with one: its input comes back in it, and may hold pictures, which are left out.</summary>
    public static readonly SieveRules Rules = new() { MostBytes = AnswerSieve.MostString };

    private const long HighestSeed = uint.MaxValue;

    public required string Id { get; init; }

    /// <summary>Such as <c>stability-ai/sdxl</c>; null when it does not tell.</summary>
    public string? Model { get; init; }

    /// <summary>The version's id, or a word that hides it; null when it does not tell.</summary>
    public string? Version { get; init; }

    /// <summary>Lower case; empty when it does not tell.</summary>
    public string Status { get; init; } = "";

    /// <summary>Addresses of the pictures, be they told as one text or as a list.</summary>
    public IReadOnlyList<string> Pictures { get; init; } = [];

    /// <summary>Whether it says that it brought nothing.</summary>
    public bool IsEmpty { get; init; }

    /// <summary>Replicate's or the model's words about a failure, for us alone.</summary>
    public string ErrorText { get; init; } = "";

    /// <summary>Whether its input and output were deleted, an hour after its end.</summary>
    public bool Removed { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Seconds it ran, without queueing; null when it does not tell.</summary>
    public decimal? Seconds { get; init; }

    /// <summary>Pictures that are billed; null when it does not tell.</summary>
    public decimal? Counted { get; init; }

    /// <summary>Where it calls back; null when it does not tell.</summary>
    public Uri? Webhook { get; init; }

    /// <summary>What it was made of; null when it does not tell.</summary>
    public JsonElement? Input { get; init; }

    /// <summary>The seed of its only picture; null where there are several, or where the same seed may give another.</summary>
    public long? Seed { get; init; }

    public bool IsSucceeded => Status is "succeeded" or "successful";

    /// <summary>Whether it ended, and not well.</summary>
    public bool IsOver => Status is "failed" or "canceled" or "cancelled" or "aborted";

    public bool IsStopped => Status is "canceled" or "cancelled" or "aborted";

    /// <summary>The prediction in an answer; null when there is none in it.</summary>
    public static Prediction? Read(JsonElement? json)
    {
        if (PredictionId.Of(json.Text("id")) is not { } id)
        {
            return null;
        }

        var metrics = json.Member("metrics");
        var input = json.Member("input");
        var pictures = PicturesOf(json.Member("output"));
        return new Prediction
        {
            Id = id,
            Model = json.Text("model"),
            Version = json.Text("version"),
            Status = json.Text("status")?.ToLowerInvariant() ?? "",
            Pictures = pictures,
            IsEmpty = IsNothing(json.Member("output")),
            ErrorText =
                json.Text("error") ?? json.Member("error").Text("message") ?? json.Member("error").Text("detail") ?? "",
            Removed = json.Member("data_removed") is { ValueKind: JsonValueKind.True },
            CreatedAt = json.Time("created_at"),
            StartedAt = json.Time("started_at"),
            Seconds = metrics.Number("predict_time"),
            Counted = metrics.Number("image_count"),
            Webhook = Uri.TryCreate(json.Text("webhook"), UriKind.Absolute, out var webhook) ? webhook : null,
            Input = input is { ValueKind: JsonValueKind.Object } ? input : null,
            Seed = SeedOf(input, pictures.Count),
        };
    }

    /// <summary>Writes what has to be kept of it to read its answer: neither words nor pictures of the caller's.</summary>
    public async Task WriteKeptAsync(Stream stream, CancellationToken cancellationToken)
    {
        var kept = new JsonObject
        {
            ["id"] = Id,
            ["model"] = Model,
            ["status"] = Status,
            ["metrics"] = new JsonObject { ["predict_time"] = Seconds, ["image_count"] = Counted },
            ["pictures"] = Pictures.Count,
            ["seed"] = Seed,
        };
        await stream.WriteAsync(Encoding.UTF8.GetBytes(kept.ToJsonString()), cancellationToken);
    }

    private static IReadOnlyList<string> PicturesOf(JsonElement? output) =>
        output switch
        {
            { ValueKind: JsonValueKind.String } one when one.GetString() is { Length: > 0 } text => [text],
            { ValueKind: JsonValueKind.Array } many =>
            [
                .. many.EnumerateArray()
                    .Select(item => item.ValueKind == JsonValueKind.String ? item.GetString() ?? "" : ""),
            ],
            _ => [],
        };

    // A null is no word: it may stand for a text that was too long to be read.
    private static bool IsNothing(JsonElement? output) =>
        output switch
        {
            { ValueKind: JsonValueKind.Array } list => list.GetArrayLength() == 0,
            { ValueKind: JsonValueKind.String } text => text.Told() == "",
            _ => false,
        };

    private static long? SeedOf(JsonElement? input, int pictures) =>
        pictures == 1
        && input.Member("go_fast") is not { ValueKind: JsonValueKind.True }
        && input.Number("seed") is >= 0 and <= HighestSeed and var seed
            ? (long)seed
            : null;
}
