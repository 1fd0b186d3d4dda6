using System.Globalization;
using Atelier.Core.Images;
using Atelier.Data.Images;
using Atelier.Engine.Renditions;
using Microsoft.Net.Http.Headers;

namespace Atelier.Server.Images;

/// <summary>Sends a picture: with its type and no other, for private caches, whole or in part, or not at all when the caller has it.</summary>
internal static class PictureResult
{
    /// <summary>Whatever a browser takes the bytes for, they can do nothing.</summary>
    public const string Sandbox = "default-src 'none'; sandbox";

    // Requirement B-43: an hour, and never longer than the signature holds.
    private static readonly TimeSpan LongestAge = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestShared = TimeSpan.FromHours(1);
    private static readonly TimeSpan ShortAge = TimeSpan.FromMinutes(1);

    /// <param name="variant">For the file's name.</param>
    /// <param name="signatureLeft">How long the address still works; null when the caller came with a key.</param>
    /// <param name="disposition">The header of that name; null shows the picture under a name from its id.</param>
    /// <param name="askAgain">Whether the address may bring another picture at any moment, so that nobody shows it without asking.</param>
    public static IResult Create(
        HttpContext context,
        ImageRow image,
        string variant,
        ServedPicture picture,
        TimeSpan? signatureLeft,
        string? disposition = null,
        bool askAgain = false,
        bool network = false
    )
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Sandbox;
        headers.CacheControl = askAgain
            ? "private, max-age=0, must-revalidate"
            : CacheControl(picture, signatureLeft, network);
        headers.ContentDisposition = disposition ?? $"inline; filename=\"{FileName(image, variant, picture)}\"";
        // An address is made to be shown on pages; what a browser's own session opens is for our pages alone.
        headers["Cross-Origin-Resource-Policy"] = signatureLeft is null ? "same-origin" : "cross-origin";
        if (picture.Negotiated)
        {
            headers.Append(HeaderNames.Vary, HeaderNames.Accept);
        }

        return TypedResults.Stream(
            picture.Stream,
            picture.Format.MediaType(),
            entityTag: new EntityTagHeaderValue($"\"{picture.Sha256}\""),
            enableRangeProcessing: true
        );
    }

    /// <summary>The name under which browsers save it.</summary>
    public static string FileName(ImageRow image, string variant, ServedPicture picture) =>
        $"{image.Id}-{variant}.{picture.Format.Extension()}";

    private static string CacheControl(ServedPicture picture, TimeSpan? signatureLeft, bool network)
    {
        var age = picture.Provisional ? ShortAge : LongestAge;
        age = signatureLeft < age ? signatureLeft.Value : age;
        var immutable = picture.Fixed ? ", immutable" : "";
        // A network may keep what has its address as its only key, and so nothing that is chosen by what a caller takes, for an hour: what is revoked works there no longer.
        var shared = age < LongestShared ? age : LongestShared;
        return network && signatureLeft is not null && !picture.Negotiated
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"public, max-age={age.TotalSeconds:0}, s-maxage={shared.TotalSeconds:0}{immutable}"
            )
            : string.Create(CultureInfo.InvariantCulture, $"private, max-age={age.TotalSeconds:0}{immutable}");
    }
}
