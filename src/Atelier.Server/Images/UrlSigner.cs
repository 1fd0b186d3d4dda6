using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Atelier.Core.Images;
using Atelier.Data.Images;
using Atelier.Data.Secrets;
using Atelier.Server.Headers;

namespace Atelier.Server.Images;

/// <summary>Makes and checks addresses that show one file of one image for a while, without a key.</summary>
internal sealed class UrlSigner(MasterSecret secret, PublicOrigin origin, TimeProvider time)
{
    /// <summary>How long an address works (requirement C-10).</summary>
    public static readonly TimeSpan Life = TimeSpan.FromHours(24);

    private readonly byte[] _key = secret.Derive("picture addresses");

    /// <summary>When addresses made now stop working.</summary>
    public DateTimeOffset ExpiresAt =>
        DateTimeOffset.FromUnixTimeSeconds((time.GetUtcNow() + Life).ToUnixTimeSeconds());

    /// <summary>The address of one file.</summary>
    public string Sign(HttpRequest request, ImageRow image, Rendition rendition) =>
        Sign(origin.Of(request), image.Id, image.UrlEpoch, rendition.WireName());

    /// <summary>The address of one file below an origin.</summary>
    public string Sign(string below, Guid imageId, int urlEpoch, string variant)
    {
        var expires = ExpiresAt.ToUnixTimeSeconds();
        var signature = Compute(imageId, urlEpoch, variant, expires);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{below}/v1/images/{imageId}/{variant}?exp={expires}&kid={secret.KeyId}&sig={signature}"
        );
    }

    /// <summary>Whether the request carries a signature at all.</summary>
    public static bool IsSigned(HttpRequest request) => request.Query.ContainsKey("sig");

    /// <summary>How long the signature of the request still holds; null when it is wrong or late.</summary>
    public TimeSpan? Check(HttpRequest request, ImageRow image, string rendition)
    {
        if (
            request.Query["kid"] != secret.KeyId
            || !long.TryParse(request.Query["exp"], NumberStyles.None, CultureInfo.InvariantCulture, out var expires)
        )
        {
            return null;
        }

        var given = Encoding.ASCII.GetBytes(request.Query["sig"].ToString());
        var right = Encoding.ASCII.GetBytes(Compute(image.Id, image.UrlEpoch, rendition, expires));
        var left = expires - time.GetUtcNow().ToUnixTimeSeconds();
        return CryptographicOperations.FixedTimeEquals(given, right) && left > 0 ? TimeSpan.FromSeconds(left) : null;
    }

    // The account's epoch is part of it: raising that makes every address of the account worthless.
    private string Compute(Guid imageId, int urlEpoch, string rendition, long expires)
    {
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{imageId}\n{rendition}\n{expires}\n{secret.KeyId}\n{urlEpoch}"
        );
        return Base64Url.EncodeToString(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(text)));
    }
}
