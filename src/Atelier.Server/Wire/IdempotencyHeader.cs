using System.Text.Json;
using Atelier.Core.Errors;
using Atelier.Data.Accepting;

namespace Atelier.Server.Wire;

/// <summary>The <c>Idempotency-Key</c> header: the same key and body get the same generation for 24 hours.</summary>
internal static class IdempotencyHeader
{
    private const int MostCharacters = 255;

    /// <summary>The key with the request's fingerprint; null when none was sent.</summary>
    /// <param name="door">Names the door and what else decides the result besides the body.</param>
    /// <exception cref="AtelierException">Empty, longer than 255 characters, or not printable ASCII.</exception>
    public static Idempotency? Read(HttpRequest request, string door, JsonElement body) =>
        ReadKey(request) is { } key ? new Idempotency(key, Fingerprint.Of(door, body)) : null;

    /// <summary>The key alone; null when none was sent.</summary>
    /// <exception cref="AtelierException">Empty, longer than 255 characters, or not printable ASCII.</exception>
    public static string? ReadKey(HttpRequest request)
    {
        if (!request.Headers.TryGetValue("Idempotency-Key", out var header))
        {
            return null;
        }

        var key = header.ToString();
        return key.Length is > 0 and <= MostCharacters && key.All(letter => letter is >= ' ' and <= '~')
            ? key
            : throw new AtelierException([
                new FieldError(
                    "Idempotency-Key",
                    $"Idempotency-Key takes 1 to {MostCharacters} printable ASCII characters."
                ),
            ]);
    }
}
