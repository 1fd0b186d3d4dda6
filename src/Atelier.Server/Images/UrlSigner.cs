using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Atelier.Core.Images;
using Atelier.Data.Images;
using Atelier.Data.Secrets;
using Atelier.Server.Headers;

namespace Atelier.Server.Images;

/// <summary>
/// Makes and checks addresses that show one rendition of one image for a while, without a key. A signature covers everything: image,
/// variant, every parameter, the end, the key's id and the account's epoch.
/// </summary>
internal sealed class UrlSigner(MasterSecret secret, PictureOrigin origin, PublicOrigin home, TimeProvider time)
{
    /// <summary>How long an address works unless another time is asked for (requirement C-10).</summary>
    public static readonly TimeSpan Life = TimeSpan.FromHours(24);

    /// <summary>How long providers can fetch what they are to change; they do so at once.</summary>
    public static readonly TimeSpan SourceLife = TimeSpan.FromHours(1);

    private const string SignatureName = "sig";

    private readonly byte[] _key = secret.Derive("picture addresses");

    /// <summary>How long addresses of the photo doors work (requirement B-11).</summary>
    public static readonly TimeSpan PhotoLife = TimeSpan.FromHours(1);

    private const string SessionVariant = "session";

    // Whether it is shown or saved chooses no other bytes, so whoever has the address chooses (requirement B-41).
    private const string DownloadName = "download";

    // Likewise: what opens a session's file opens nothing else.
    private readonly byte[] _sessionKey = secret.Derive("session addresses");

    // A key of its own: no address of a picture can be turned into one of its source.
    private readonly byte[] _sourceKey = secret.Derive("source addresses");

    /// <summary>When addresses made now stop working.</summary>
    public DateTimeOffset ExpiresAt => After(Life);

    /// <summary>Whether the request carries a signature at all.</summary>
    public static bool IsSigned(HttpRequest request) => request.Query.ContainsKey(SignatureName);

    /// <summary>The moment at which what lives so long ends, in whole seconds.</summary>
    public DateTimeOffset After(TimeSpan life) =>
        DateTimeOffset.FromUnixTimeSeconds((time.GetUtcNow() + life).ToUnixTimeSeconds());

    /// <summary>What addresses of pictures begin with, as this caller gets them.</summary>
    public string OriginOf(HttpRequest request) => origin.Of(request);

    /// <summary>What an address of a picture may begin with that this caller has from us: signatures hold at each.</summary>
    public IReadOnlyList<string> OriginsOf(HttpRequest request) => [origin.Of(request), home.Of(request)];

    /// <summary>The address of one file.</summary>
    public string Sign(HttpRequest request, ImageRow image, Rendition rendition) =>
        Sign(origin.Of(request), image, rendition);

    /// <summary>The address of one file, below an origin.</summary>
    public string Sign(string below, ImageRow image, Rendition rendition) =>
        Sign(_key, below, image.Id, image.UrlEpoch, rendition.WireName(), [], ExpiresAt);

    /// <summary>The address of a rendition.</summary>
    /// <param name="parameters">Of the address, such as <c>w=300</c>.</param>
    public string Sign(
        HttpRequest request,
        ImageRow image,
        Rendition rendition,
        IEnumerable<KeyValuePair<string, string>> parameters,
        DateTimeOffset expiresAt
    ) => Sign(_key, origin.Of(request), image.Id, image.UrlEpoch, rendition.WireName(), parameters, expiresAt);

    /// <summary>An address for providers: of a source, or of a mask.</summary>
    public string SignSource(string below, Guid imageId, int urlEpoch, string variant) =>
        Sign(_sourceKey, below, imageId, urlEpoch, variant, [], After(SourceLife));

    /// <summary>The address of a file of a photo session; it brings this picture and no other one of the session.</summary>
    public string SignSession(HttpRequest request, Guid sessionId, int urlEpoch, string type, Guid imageId)
    {
        var query = Complete([new("type", type), new("image", $"{imageId}")], After(PhotoLife));
        return Write(
            _sessionKey,
            // Its downloads are counted, so they come to us.
            $"{home.Of(request)}/api/files/{sessionId}",
            sessionId,
            urlEpoch,
            SessionVariant,
            query
        );
    }

    /// <summary>How long the signature of a request for a file of a session still holds; null when it is wrong or late.</summary>
    public TimeSpan? CheckSession(HttpRequest request, Guid sessionId, int urlEpoch) =>
        Check(request, _sessionKey, sessionId, urlEpoch, SessionVariant, DownloadName);

    /// <summary>How long the signature of the request still holds; null when it is wrong or late.</summary>
    public TimeSpan? Check(HttpRequest request, ImageRow image, string variant) =>
        Check(request, SourceEndpoint.IsSource(variant) ? _sourceKey : _key, image.Id, image.UrlEpoch, variant);

    private TimeSpan? Check(
        HttpRequest request,
        byte[] key,
        Guid id,
        int urlEpoch,
        string variant,
        string? uncovered = null
    )
    {
        if (
            request.Query["kid"] != secret.KeyId
            || !long.TryParse(request.Query["exp"], NumberStyles.None, CultureInfo.InvariantCulture, out var expires)
        )
        {
            return null;
        }

        var query = request
            .Query.Where(parameter => parameter.Key != SignatureName && parameter.Key != uncovered)
            .SelectMany(parameter => parameter.Value.Select(value => KeyValuePair.Create(parameter.Key, value ?? "")));
        var given = Encoding.UTF8.GetBytes(request.Query[SignatureName].ToString());
        var right = Encoding.ASCII.GetBytes(Compute(key, id, urlEpoch, variant, query));
        var left = expires - time.GetUtcNow().ToUnixTimeSeconds();
        return CryptographicOperations.FixedTimeEquals(given, right) && left > 0 ? TimeSpan.FromSeconds(left) : null;
    }

    private string Sign(
        byte[] key,
        string below,
        Guid imageId,
        int urlEpoch,
        string variant,
        IEnumerable<KeyValuePair<string, string>> parameters,
        DateTimeOffset expiresAt
    ) =>
        Write(
            key,
            $"{below}/v1/images/{imageId}/{variant}",
            imageId,
            urlEpoch,
            variant,
            Complete(parameters, expiresAt)
        );

    private List<KeyValuePair<string, string>> Complete(
        IEnumerable<KeyValuePair<string, string>> parameters,
        DateTimeOffset expiresAt
    ) =>
        [
            .. parameters,
            new("exp", expiresAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
            new("kid", secret.KeyId),
        ];

    private static string Write(
        byte[] key,
        string address,
        Guid id,
        int urlEpoch,
        string variant,
        List<KeyValuePair<string, string>> query
    )
    {
        var signature = Compute(key, id, urlEpoch, variant, query);
        return $"{address}?{string.Join('&', query.Select(Escape))}&{SignatureName}={signature}";
    }

    // The account's epoch is part of it: raising that makes every address of the account worthless. Sorted, since something on the
    // way may put parameters in another order; escaped, so that no value reads as two.
    private static string Compute(
        byte[] key,
        Guid imageId,
        int urlEpoch,
        string variant,
        IEnumerable<KeyValuePair<string, string>> query
    )
    {
        var parameters = string.Join('&', query.Select(Escape).Order(StringComparer.Ordinal));
        var text = string.Create(CultureInfo.InvariantCulture, $"{imageId}\n{variant}\n{urlEpoch}\n{parameters}");
        return Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
    }

    private static string Escape(KeyValuePair<string, string> parameter) =>
        $"{Uri.EscapeDataString(parameter.Key)}={Uri.EscapeDataString(parameter.Value)}";
}
