using System.Globalization;
using Atelier.Data.Known;

namespace Atelier.Server.Reviews;

/// <summary>A picture that must not be delivered.</summary>
/// <param name="Object">Always <c>known_picture</c>.</param>
/// <param name="Hash">Its perceptual hash, 16 hexadecimal digits.</param>
internal sealed record KnownPictureView(Guid Id, string Object, string Hash, string Label, DateTimeOffset CreatedAt)
{
    public static KnownPictureView Of(KnownPicture known) =>
        new(
            known.Id,
            "known_picture",
            known.Hash.ToString("x16", CultureInfo.InvariantCulture),
            known.Label,
            known.CreatedAt
        );
}

/// <summary>Known pictures, newest first.</summary>
/// <param name="NextCursor">Send it as <c>cursor</c> for the next page; null at the end.</param>
internal sealed record KnownPicturePage(IReadOnlyList<KnownPictureView> Data, bool HasMore, string? NextCursor);
