using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Atelier.Server.Wire;

/// <summary>The JSON of <c>/v1</c>: snake case, nothing where nothing is known.</summary>
internal static class WireJson
{
    public static readonly JsonSerializerOptions Options = Create(JsonIgnoreCondition.WhenWritingNull);

    /// <summary>With nulls, where clients expect the field.</summary>
    public static readonly JsonSerializerOptions WithNulls = Create(JsonIgnoreCondition.Never);

    private static JsonSerializerOptions Create(JsonIgnoreCondition ignore) =>
        new(JsonSerializerDefaults.Web)
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            DictionaryKeyPolicy = null,
            PropertyNameCaseInsensitive = false,
            DefaultIgnoreCondition = ignore,
            // The body reader looks types up before anything was serialised.
            TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
            // Numbers in quotes are the caller's mistake, to be named as one.
            NumberHandling = JsonNumberHandling.Strict,
            // A misspelled field inside an object must not be passed over either.
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            // The answers are JSON documents of their own, never part of a page.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
}
