using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Atelier.Data.Previews;
using Atelier.Data.Secrets;
using Atelier.Engine.Previews;
using Atelier.Server.Headers;

namespace Atelier.Server.Previews;

/// <summary>Makes and checks the addresses of previews, which need no key. They name the generation: what it shows now is shown.</summary>
internal sealed class PreviewSigner(MasterSecret secret, PublicOrigin origin, TimeProvider time)
{
    // A key of its own: no address of a picture can be turned into one of these, nor the other way round.
    private readonly byte[] _key = secret.Derive("preview addresses");

    /// <summary>Whether the request carries a signature at all.</summary>
    public static bool IsSigned(HttpRequest request) => request.Query.ContainsKey("sig");

    public string Sign(HttpRequest request, ShownPreview preview)
    {
        // Another number is another address, so that no browser takes the one before for it.
        var number = preview.Number.ToString(CultureInfo.InvariantCulture);
        var expires = (time.GetUtcNow() + PreviewStore.Life).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = Compute(preview.GenerationId, preview.UrlEpoch, number, expires);
        return $"{origin.Of(request)}/v1/generations/{preview.GenerationId}/preview?n={number}&exp={expires}&kid={secret.KeyId}&sig={signature}";
    }

    /// <summary>Whether the request's address could hold by what it says: of the secret of now, and not too old.</summary>
    public bool IsCurrent(HttpRequest request) =>
        request.Query["kid"] == secret.KeyId
        && long.TryParse(request.Query["exp"], NumberStyles.None, CultureInfo.InvariantCulture, out var end)
        && end > time.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>Whether the request's address is one that was signed here, and not revoked.</summary>
    public bool Check(HttpRequest request, Guid generationId, int urlEpoch)
    {
        var (number, expires) = (request.Query["n"].ToString(), request.Query["exp"].ToString());
        var given = Encoding.UTF8.GetBytes(request.Query["sig"].ToString());
        var right = Encoding.ASCII.GetBytes(Compute(generationId, urlEpoch, number, expires));
        return CryptographicOperations.FixedTimeEquals(given, right);
    }

    // The account's epoch is part of it: raising that makes every address of the account worthless.
    private string Compute(Guid generationId, int urlEpoch, string number, string expires)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{generationId}\n{urlEpoch}\n{number}\n{expires}");
        return Base64Url.EncodeToString(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(text)));
    }
}
