using System.Text.Json;
using System.Text.Json.Serialization;
using Atelier.Providers.LegNext.Jobs;

namespace Atelier.Providers.LegNext.Finding;

/// <summary>What a look leaves for the next one, which may be another node's.</summary>
internal sealed record WatchNote
{
    /// <summary>Jobs that are kept at most; a note is below 16 KB.</summary>
    public const int MostJobs = 64;

    private const int Current = 1;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    };

    public int Version { get; init; }

    /// <summary>When the first list had come; null before the first look.</summary>
    public DateTimeOffset? FirstLook { get; init; }

    /// <summary>When the last look began.</summary>
    public DateTimeOffset LastLook { get; init; }

    /// <summary>The longest time between the beginning of a look and the end of the next.</summary>
    public TimeSpan LongestGap { get; init; }

    /// <summary>Whether jobs may have been seen that are not told here.</summary>
    public bool Incomplete { get; init; }

    public IReadOnlyList<SeenJob> Jobs { get; init; } = [];

    /// <summary>The note in a text; null when it is none of ours, or of another version.</summary>
    public static WatchNote? Read(string text)
    {
        try
        {
            return
                JsonSerializer.Deserialize<WatchNote>(text, Json)
                    is { Version: Current, Jobs: { Count: <= MostJobs } jobs } note
                && jobs.All(job => JobId.Of(job?.Id) is not null)
                ? note
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public string Write() => JsonSerializer.Serialize(this with { Version = Current }, Json);
}
