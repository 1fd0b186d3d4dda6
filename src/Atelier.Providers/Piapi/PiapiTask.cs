using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Atelier.Core.Requests;
using Atelier.Providers.Calls;
using Atelier.Providers.Piapi.Pictures;

namespace Atelier.Providers.Piapi;

/// <summary>A task as it is frozen: its input as PiAPI takes it, without what is only known when it is sent.</summary>
/// <param name="Model">Such as <c>Qubico/flux1-schnell</c>.</param>
/// <param name="TaskType">Such as <c>txt2img</c>.</param>
internal sealed record PiapiTask(string Model, string TaskType, JsonObject Input)
{
    private const string Seed = "seed";

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    };

    /// <summary>Pictures that it looks at; their addresses go into the input.</summary>
    public IReadOnlyList<InputPicture> Pictures { get; init; } = [];

    /// <summary>Whether it is told how many pictures to make.</summary>
    public bool Batch { get; init; }

    /// <summary>The words; null where it takes none.</summary>
    public string? Prompt() => Input["prompt"]?.GetValue<string>();

    /// <summary>The seed of the call whose first slot this is: equal calls of one generation would give equal pictures.</summary>
    public long? SeedAt(int firstSlot) =>
        Input[Seed]?.GetValue<long>() is { } seed ? (seed + firstSlot) % (RequestLimits.Seed + 1) : null;

    /// <summary>A copy of the input for one call.</summary>
    public JsonObject InputAt(int firstSlot, int pictures)
    {
        var input = Input.DeepClone().AsObject();
        if (SeedAt(firstSlot) is { } seed)
        {
            input[Seed] = seed;
        }

        if (Batch)
        {
            input["batch_size"] = pictures;
        }

        return input;
    }

    /// <summary>The task of a call; null when the call is none, or its words were erased.</summary>
    public static PiapiTask? Find(CompiledCall call) =>
        call.Parameters.ValueKind == JsonValueKind.Object && call.Parameters.TryGetProperty("task_type", out _)
            ? call.Parameters.Deserialize<PiapiTask>(Json)
            : null;

    public JsonElement Write() => JsonSerializer.SerializeToElement(this, Json);
}
