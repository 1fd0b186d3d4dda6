using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Atelier.Data.Secrets;
using Atelier.Server.Headers;

namespace Atelier.Server.Reviews;

/// <summary>
/// Addresses at which an operator looks at a parked picture, for a quarter of an hour. Beside the signature they need the admin
/// scope: handed on, they show nothing.
/// </summary>
internal sealed class LookSigner(MasterSecret secret, PublicOrigin origin, TimeProvider time)
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(15);

    // A key of its own: no address of a delivered picture can be turned into one of these.
    private readonly byte[] _key = secret.Derive("review looks");

    public string Sign(HttpRequest request, Guid reviewId, Guid imageId)
    {
        var expires = (time.GetUtcNow() + Life).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = Compute(reviewId, imageId, expires);
        return $"{origin.Of(request)}/admin/api/reviews/{reviewId}/images/{imageId}?exp={expires}&kid={secret.KeyId}&sig={signature}";
    }

    /// <summary>Whether the request's address is one that was signed here, and not too old.</summary>
    public bool Check(HttpRequest request, Guid reviewId, Guid imageId)
    {
        var text = request.Query["exp"].ToString();
        var given = Encoding.UTF8.GetBytes(request.Query["sig"].ToString());
        var right = Encoding.ASCII.GetBytes(Compute(reviewId, imageId, text));
        return CryptographicOperations.FixedTimeEquals(given, right)
            && request.Query["kid"] == secret.KeyId
            && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var expires)
            && expires > time.GetUtcNow().ToUnixTimeSeconds();
    }

    private string Compute(Guid reviewId, Guid imageId, string expires) =>
        Base64Url.EncodeToString(
            HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{reviewId}\n{imageId}\n{expires}"))
        );
}
