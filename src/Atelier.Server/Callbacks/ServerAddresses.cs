using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Atelier.Data.Secrets;
using Atelier.Engine.Public;
using Atelier.Engine.Sources;
using Atelier.Server.Images;
using Atelier.Server.Setup;

namespace Atelier.Server.Callbacks;

/// <summary>Addresses under <c>ATELIER_PUBLIC_URL</c>; without it there are none.</summary>
internal sealed class ServerAddresses(ServerSettings settings, MasterSecret secret, UrlSigner signer) : PublicAddresses
{
    private readonly string? _origin = settings.PublicUrl?.ToString().TrimEnd('/');
    private readonly byte[] _key = secret.Derive("callback addresses");

    public override bool Configured => _origin is not null;

    public override Uri? OfCallback(string provider, Guid attemptId) =>
        _origin is null ? null : new Uri($"{_origin}/v1/callbacks/{provider}/{attemptId}/{Token(provider, attemptId)}");

    public override bool IsCallback(string provider, Guid attemptId, string token) =>
        CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(token),
            Encoding.UTF8.GetBytes(Token(provider, attemptId))
        );

    public override Uri OfSource(Guid imageId, SourceLook look, int urlEpoch) =>
        Sign(imageId, urlEpoch, SourceEndpoint.SourceOf(look));

    public override Uri OfMask(Guid imageId, SourceLook look, int urlEpoch) =>
        Sign(imageId, urlEpoch, SourceEndpoint.MaskOf(look));

    private Uri Sign(Guid imageId, int urlEpoch, string variant) =>
        _origin is { } origin
            ? new Uri(signer.SignSource(origin, imageId, urlEpoch, variant))
            : throw new InvalidOperationException("There is no public address to fetch pictures from.");

    // Derived and not stored: nothing to leak, and every node knows it.
    private string Token(string provider, Guid attemptId) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{provider}\n{attemptId}")));
}
