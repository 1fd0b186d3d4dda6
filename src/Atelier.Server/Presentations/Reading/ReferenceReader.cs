using Atelier.Core.Requests;
using Atelier.Data.Images;
using Atelier.Providers.Http;

namespace Atelier.Server.Presentations.Reading;

/// <summary>
/// Reads the pictures of a deck whose look a new one should have (requirement C-02). The caller's own images are found by id or
/// address; what is elsewhere is checked and not fetched.
/// </summary>
internal sealed class ReferenceReader(ImageStore images)
{
    private const string Path = "context.existingImages";
    private const int MostCharacters = 2048;

    /// <summary>The caller's images among them, and how many others were named.</summary>
    public async Task<(List<Guid> Own, int Lost)> ReadAsync(
        DeckCall call,
        List<string>? named,
        CancellationToken cancellationToken
    )
    {
        var own = new List<Guid>();
        var lost = 0;
        if (named is null)
        {
            return (own, lost);
        }

        if (named.Count > RequestLimits.References)
        {
            call.Errors.Add(Path, $"{Path} takes at most {RequestLimits.References} pictures.");
            return (own, lost);
        }

        for (var i = 0; i < named.Count; i++)
        {
            if (!TryRead(named[i], call.Origins, out var id))
            {
                call.Errors.Add(
                    Path,
                    $"{Path}[{i}] must be the id of one of your images, or a public address of a picture (https)."
                );
                return (own, lost);
            }

            if (id is { } image && await IsOwnAsync(call, image, cancellationToken))
            {
                own.Add(image);
            }
            else
            {
                lost++;
            }
        }

        return ([.. own.Distinct()], lost);
    }

    // JSON may say null where the types promise a value.
    private static bool TryRead(string? text, IReadOnlyList<string> origins, out Guid? id)
    {
        id = null;
        if (text is not { Length: > 0 and <= MostCharacters })
        {
            return false;
        }

        if (Guid.TryParse(text, out var known))
        {
            id = known;
            return true;
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var url))
        {
            return false;
        }

        var ours = origins.Where(origin => IsAt(origin, url)).ToList();
        if (ours.Count > 0)
        {
            id = ours.Select(origin => ImageBelow(new Uri(origin), url)).FirstOrDefault(image => image is not null);
            return url.Scheme is "http" or "https";
        }

        return UrlGuard.Check(url, allowHttp: true, allowPrivate: false) is null;
    }

    private static bool IsAt(string origin, Uri url) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var ours) && ours.Authority == url.Authority;

    // {origin}/v1/images/{id}/{variant}
    private static Guid? ImageBelow(Uri below, Uri url)
    {
        var path = below.AbsolutePath.TrimEnd('/') + "/";
        return
            url.AbsolutePath.StartsWith(path, StringComparison.Ordinal)
            && url.AbsolutePath[path.Length..].Split('/') is ["v1", "images", var part, ..]
            && Guid.TryParse(part, out var image)
            ? image
            : null;
    }

    private async Task<bool> IsOwnAsync(DeckCall call, Guid id, CancellationToken cancellationToken) =>
        await images.FindAsync(id, cancellationToken) is { Deleted: false, Reduced: false } image
        && image.AccountId == call.Caller.AccountId;
}
