using Atelier.Server.Headers;
using Atelier.Server.Setup;

namespace Atelier.Server.Images;

/// <summary>
/// Where pictures are fetched: at the content network of <c>ATELIER_CDN_URL</c> where there is one, else where callers find us
/// (requirement C-59). Signatures cover what stands behind the host, so they hold at both.
/// </summary>
internal sealed class PictureOrigin(ServerSettings settings, PublicOrigin origin)
{
    /// <summary>The network's, without a slash at its end; null without one.</summary>
    public string? Network { get; } = settings.CdnUrl?.ToString().TrimEnd('/');

    /// <summary>Base of the addresses of pictures, without a slash at its end.</summary>
    public string Of(HttpRequest request) => Network ?? origin.Of(request);
}
