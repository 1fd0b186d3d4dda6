using System.Text;
using System.Text.Json.Nodes;

namespace Atelier.Emulators.Tests.Serving;

/// <summary>An answer that was read whole.</summary>
internal sealed record Answer(
    int Status,
    string? ContentType,
    IReadOnlyDictionary<string, string> Headers,
    byte[] Bytes
)
{
    public string Text => Encoding.UTF8.GetString(Bytes);

    public JsonObject Json => JsonNode.Parse(Bytes)!.AsObject();

    public static async Task<Answer> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken) =>
        new(
            (int)response.StatusCode,
            response.Content.Headers.ContentType?.MediaType,
            response.Headers.ToDictionary(
                header => header.Key,
                header => string.Join(", ", header.Value),
                StringComparer.OrdinalIgnoreCase
            ),
            await response.Content.ReadAsByteArrayAsync(cancellationToken)
        );
}
