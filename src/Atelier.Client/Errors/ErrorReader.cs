using System.Net.Http.Headers;
using System.Text.Json;
using Atelier.Client.Http;

namespace Atelier.Client.Errors;

/// <summary>Makes an exception of a refusal, whatever its body is.</summary>
internal static class ErrorReader
{
    // A proxy's page of errors can have any size, and its text says nothing that its status does not.
    private const int MostBytes = 64 * 1024;
    private const int MostCharacters = 1000;

    public static async Task<AtelierClientException> ReadAsync(
        HttpResponseMessage response,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var (message, code) = await TextAsync(response, cancellationToken);
        return new AtelierClientException(
            message ?? $"The service answered {(int)response.StatusCode} ({response.StatusCode}).",
            code ?? ClientErrorCodes.Unknown,
            response.StatusCode,
            Wait(response.Headers.RetryAfter, time)
        );
    }

    private static async Task<(string? Message, string? Code)> TextAsync(
        HttpResponseMessage response,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var body = await BoundedBody.ReadAsync(response.Content, MostBytes, cancellationToken);
            using var json = JsonDocument.Parse(body ?? default);
            return Read(json.RootElement);
        }
        // The status stands, whatever became of the words. The last one is of text that is half a letter.
        catch (Exception exception)
            when (exception is JsonException or HttpRequestException or IOException or InvalidOperationException)
        {
            return default;
        }
    }

    // The photo doors' shape, the seeds' {"error": "text"}, and the problem details of /v1.
    private static (string? Message, string? Code) Read(JsonElement json) =>
        json.ValueKind != JsonValueKind.Object ? default
        : !json.TryGetProperty("error", out var error)
            ? (Text(json, "detail") ?? Text(json, "title"), Text(json, "code"))
        : error.ValueKind == JsonValueKind.Object ? (Text(error, "message"), Text(error, "code"))
        : (Text(json, "error"), Text(json, "code"));

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
        && value.GetString() is { Length: > 0 } text
            ? text[..Math.Min(text.Length, MostCharacters)]
            : null;

    private static TimeSpan? Wait(RetryConditionHeaderValue? header, TimeProvider time) =>
        header?.Delta is { } delta ? delta
        : header?.Date is { } date ? Later(date - time.GetUtcNow())
        : null;

    private static TimeSpan Later(TimeSpan wait) => wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
}
