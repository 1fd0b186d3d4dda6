using System.Text.Json;
using System.Text.Json.Nodes;
using Atelier.Core.Requests;
using Atelier.Providers.Calls;
using Atelier.Providers.LegNext.Texts;

namespace Atelier.Providers.LegNext;

/// <summary>A task as it is frozen: the body as LegNext takes it, without what is only known when it is sent.</summary>
/// <param name="Kind">One of <see cref="LegNextKinds"/>.</param>
internal sealed record LegNextTask(string Kind, JsonObject Body)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>An image whose address goes before the text, or where it is the only thing that is sent.</summary>
    public Guid? Picture { get; init; }

    /// <summary>An image whose address goes along as the mask.</summary>
    public Guid? Mask { get; init; }

    /// <summary>The seed among the flags, for the call of the first slot; null where there are no flags.</summary>
    public long? Seed { get; init; }

    /// <summary>Whether it was asked to run in the fastest mode.</summary>
    public bool Turbo { get; init; }

    /// <summary>The text with its flags; null where the task has none.</summary>
    internal string? Words => (Body["text"] ?? Body["remixPrompt"])?.GetValue<string>();

    /// <summary>The seed of the call whose first slot this is: equal calls of one generation would give equal pictures.</summary>
    public long? SeedAt(int firstSlot) => Seed is { } seed ? (seed + firstSlot) % (RequestLimits.Seed + 1) : null;

    /// <summary>A copy of the body with the seed of the call whose first slot this is.</summary>
    public JsonObject BodyAt(int firstSlot)
    {
        var body = Body.DeepClone().AsObject();
        var name = Kind == LegNextKinds.Diffusion ? "text" : "remixPrompt";
        if (Seed is { } seed && SeedAt(firstSlot) is { } own && own != seed)
        {
            body[name] = MidjourneyFlags.Reseed(body[name]!.GetValue<string>(), seed, own);
        }

        return body;
    }

    /// <exception cref="JsonException">The call is not one of ours.</exception>
    public static LegNextTask Of(CompiledCall call) =>
        call.Parameters.Deserialize<LegNextTask>(Json) ?? throw new JsonException("null");

    public JsonElement ToJson() => JsonSerializer.SerializeToElement(this, Json);
}
