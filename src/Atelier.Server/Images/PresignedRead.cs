using Atelier.Engine.Renditions;
using Atelier.Server.Setup;
using Microsoft.Net.Http.Headers;

namespace Atelier.Server.Images;

/// <summary>
/// Sends whoever holds a signed address of ours on to the bucket, where that keeps our promise: a file as it is stored, for a GET,
/// and for a moment only. Everything else goes through us.
/// </summary>
internal static class PresignedRead
{
    // Long enough to follow it; an address that is revoked works elsewhere no longer than this.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(5);

    /// <summary>The answer that sends the caller on; null where we serve ourselves.</summary>
    /// <param name="signatureLeft">How long the address still works; null when the caller came with a key.</param>
    public static IResult? Find(
        HttpContext context,
        ServerSettings settings,
        string fileName,
        ServedPicture picture,
        TimeSpan? signatureLeft
    )
    {
        var request = context.Request;
        if (
            settings.Bucket is not { PresignedReads: true }
            || signatureLeft is not { } left
            || left < Shortest
            || !HttpMethods.IsGet(request.Method)
            // The bucket may not know the origins that we let in.
            || request.Headers.Origin.Count > 0
            // Some clients take it along, and a request that is signed twice is refused.
            || request.Headers.Authorization.Count > 0
            || Knows(request, picture)
            || picture.Presign?.Invoke(left < Longest ? left : Longest, fileName) is not { } address
        )
        {
            return null;
        }

        var headers = context.Response.Headers;
        headers.CacheControl = "private, no-store";
        headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        if (picture.Negotiated)
        {
            headers.Append(HeaderNames.Vary, HeaderNames.Accept);
        }

        return TypedResults.Redirect(address.AbsoluteUri, permanent: false, preserveMethod: true);
    }

    // Then we say 304, and nothing is fetched anywhere.
    private static bool Knows(HttpRequest request, ServedPicture picture) =>
        EntityTagHeaderValue.TryParseList(request.Headers.IfNoneMatch, out var tags)
        && tags.Any(tag => tag.Tag == "*" || tag.Tag == $"\"{picture.Sha256}\"");
}
