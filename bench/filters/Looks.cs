using Atelier.Imaging;
using Atelier.Imaging.Reading;
using Atelier.Imaging.Stylising;

namespace Atelier.Bench.Filters;

/// <summary>Pages to look at while filters are made: a picture and its five styles on each.</summary>
internal static class Looks
{
    internal static async Task WriteAsync(
        string folder,
        int side,
        IReadOnlyList<string> pictures,
        CancellationToken cancellationToken
    )
    {
        Directory.CreateDirectory(folder);
        var styliser = new PhotoStyliser();
        foreach (var path in pictures)
        {
            var photo = Photos.Within(await Photos.ReadAsync(path, cancellationToken), side);
            var page = new Page(3 * (photo.Width + 8), 2 * (photo.Height + 8));
            IEnumerable<PixelBuffer> tiles =
            [
                photo,
                .. Enum.GetValues<PhotoStyle>().Select(style => styliser.Stylise(photo, style, cancellationToken)),
            ];
            foreach (var (at, tile) in tiles.Index())
                page.Place(tile, at % 3 * (photo.Width + 8), at / 3 * (photo.Height + 8));
            var name = $"{Path.GetFileNameWithoutExtension(path)}-{side}.png";
            await File.WriteAllBytesAsync(
                Path.Combine(folder, name),
                PictureEncoder.Png(page.Pixels),
                cancellationToken
            );
        }
    }
}
