using System.Text.Json;
using Atelier.Core.Errors;
using Atelier.Data.Accepting;

namespace Atelier.Server.Wire;

/// <summary>The <c>Idempotency-Key</c> header: the same key and body get the same generation for 24 hours.</summary>
internal static class IdempotencyHeader
{
    private const int MostCharacters = 255;

    /// <summary>The key with the body's fingerprint; null when none was sent.</summary>
    /// <exception cref="AtelierException">Longer than 255 characters, or not printable ASCII.</exception>
    public static Idempotency? Read(HttpRequest request, JsonElement body)
    {
        var key = request.Headers["Idempotency-Key"].ToString();
        if (key.Length == 0)
        {
            return null;
        }

        return key.Length <= MostCharacters && key.All(letter => letter is >= ' ' and <= '~')
            ? new Idempotency(key, Fingerprint.Of(request.Path, body))
            : throw new AtelierException([
                new FieldError(
                    "Idempotency-Key",
                    $"Idempotency-Key takes 1 to {MostCharacters} printable ASCII characters."
                ),
            ]);
    }
}
