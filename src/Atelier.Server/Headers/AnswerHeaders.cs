using Atelier.Server.Setup;

namespace Atelier.Server.Headers;

/// <summary>Headers of every answer (requirement B-66), and of those for pages of other origins that may read them (B-67).</summary>
internal sealed class AnswerHeaders(ServerSettings settings, PublicOrigin origin, CrossOrigin crossOrigin)
{
    private const string Powers =
        "accelerometer=(), autoplay=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
        + "hid=(), magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=()";

    // Not for hosts beside ours: what else the operator serves there is not for us to say.
    private const string OnlyTls = "max-age=31536000";

    private readonly string _policy = PolicyFor(settings);

    /// <summary>Sets them; a door may set some of them anew.</summary>
    public void Add(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers.XXSSProtection = "0";
        headers["Referrer-Policy"] = "strict-origin-when-cross-origin";
        headers["Permissions-Policy"] = Powers;
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.ContentSecurityPolicy = _policy;
        // What a key or a cookie opened is for its caller alone; doors whose answers may be kept say so.
        headers.CacheControl = "no-store";
        if (origin.IsSecure(context.Request))
        {
            headers.StrictTransportSecurity = OnlyTls;
        }

        crossOrigin.Add(context);
    }

    private static string PolicyFor(ServerSettings settings) =>
        $"default-src 'self'; img-src {string.Join(' ', PicturesFrom(settings))}; script-src 'self'; "
        + "style-src 'self'; connect-src 'self'; form-action 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

    // Addresses of pictures lead to the content network, or to the public address while the page was opened by another one; and
    // where a redirect leads to counts as well.
    private static IEnumerable<string> PicturesFrom(ServerSettings settings)
    {
        Uri?[] bases =
        [
            settings.PublicUrl,
            settings.CdnUrl,
            settings.Bucket is { PresignedReads: true } bucket ? bucket.Endpoint : null,
        ];
        return
        [
            "'self'",
            "data:",
            "blob:",
            .. bases.OfType<Uri>().Select(url => url.GetLeftPart(UriPartial.Authority)).Distinct(),
        ];
    }
}
