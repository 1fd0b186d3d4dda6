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

    private readonly string _policy = PolicyFor(settings.PublicUrl?.GetLeftPart(UriPartial.Authority));

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

    // Addresses of pictures may lead to the public address while the page was opened by another one.
    private static string PolicyFor(string? blobOrigin) =>
        $"default-src 'self'; img-src 'self' data: blob:{(blobOrigin is null ? "" : " " + blobOrigin)}; script-src 'self'; "
        + "style-src 'self'; connect-src 'self'; form-action 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";
}
