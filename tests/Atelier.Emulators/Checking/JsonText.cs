using System.Text.Encodings.Web;
using System.Text.Json;

namespace Atelier.Emulators.Checking;

/// <summary>The JSON of the wires: snake case, nulls written.</summary>
internal static class JsonText
{
    private static readonly JsonDocumentOptions _strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    public static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static byte[] Write<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, Options);

    /// <summary>The object in <paramref name="body"/>, or null with the reason.</summary>
    public static JsonElement? ReadObject(byte[] body, out string reason)
    {
        reason = "The body must be a JSON object.";
        try
        {
            using var document = JsonDocument.Parse(body, _strict);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException exception)
        {
            reason = $"The body is not valid JSON: {exception.Message}";
            return null;
        }
    }
}
