using System.Text.Json;
using Atelier.Providers.LegNext.Jobs;

namespace Atelier.Providers.Piapi;

/// <summary>What PiAPI posts when a task ended. Without our secret it says nothing; with it, it is a hint to ask with our own key.</summary>
internal static class PiapiCallback
{
    private const string Header = "x-webhook-secret";
    private const int MostBytes = 256 * 1024;

    /// <summary>The id of the task; null when the secret is not ours, the body is larger than 256 KB, or holds none.</summary>
    public static string? ReadTaskId(
        ReadOnlySpan<byte> body,
        IReadOnlyDictionary<string, string> headers,
        CallbackSecrets secrets
    )
    {
        if (body.Length > MostBytes || !secrets.IsOurs(SecretOf(headers)))
        {
            return null;
        }

        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = 16 });
        try
        {
            using var document = JsonDocument.ParseValue(ref reader);
            JsonElement? json = document.RootElement;
            return JobId.Of(json.Member("data").Text("task_id"));
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            // Not JSON, or text that is no Unicode.
            return null;
        }
    }

    // By whatever comparison the names were kept.
    private static string? SecretOf(IReadOnlyDictionary<string, string> headers) =>
        headers
            .Where(header => string.Equals(header.Key, Header, StringComparison.OrdinalIgnoreCase))
            .Select(header => header.Value)
            .FirstOrDefault();
}
