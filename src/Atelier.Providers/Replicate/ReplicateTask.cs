using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Atelier.Core.Requests;
using Atelier.Providers.Calls;
using Atelier.Providers.Replicate.Inputs;

namespace Atelier.Providers.Replicate;

/// <summary>A prediction as it is frozen: its input as Replicate takes it, without what is only known when it is sent.</summary>
/// <param name="Model">Such as <c>stability-ai/sdxl</c>.</param>
/// <param name="Version">64 hexadecimal digits; null for an official model, which is called by its name.</param>
internal sealed record ReplicateTask(string Model, string? Version, JsonObject Input)
{
    private const string SeedName = "seed";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    };

    /// <summary>Pictures that go along, by the input they are.</summary>
    public IReadOnlyList<InputFile> Files { get; init; } = [];

    /// <summary>Whether one call may be asked for several pictures.</summary>
    public bool Many { get; init; }

    [JsonIgnore]
    public string Path => Version is null ? $"/v1/models/{Model}/predictions" : "/v1/predictions";

    /// <exception cref="JsonException">The call is not one of ours.</exception>
    public static ReplicateTask Of(CompiledCall call) =>
        call.Parameters.Deserialize<ReplicateTask>(Json) ?? throw new JsonException("null");

    public JsonElement ToJson() => JsonSerializer.SerializeToElement(this, Json);

    /// <summary>A copy of the input with the seed of the call whose first slot this is: equal calls would give equal pictures.</summary>
    public JsonObject InputAt(int firstSlot)
    {
        var input = Input.DeepClone().AsObject();
        if (input[SeedName] is { } seed)
        {
            input[SeedName] = (seed.GetValue<long>() + firstSlot) % (RequestLimits.Seed + 1);
        }

        return input;
    }
}
