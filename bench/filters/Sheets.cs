using Atelier.Imaging;
using Atelier.Imaging.Painting;
using Atelier.Imaging.Stylising;

namespace Atelier.Bench.Filters;

/// <summary>The sheets of the guide: a photo that everybody may use, and the five styles of it.</summary>
internal static class Sheets
{
    private const int Gap = 10;
    private const int Label = 24;
    private const int Quality = 82;

    private static readonly (PhotoStyle Style, string Text)[] Styles =
    [
        (PhotoStyle.Pixel, "pixel"),
        (PhotoStyle.Oil, "oil"),
        (PhotoStyle.Cartoon, "cartoon"),
        (PhotoStyle.Watercolour, "ghibli: a watercolour filter"),
        (PhotoStyle.BoldInk, "dragonball: a bold ink filter"),
    ];

    internal static async Task WriteAsync(string data, CancellationToken cancellationToken)
    {
        (string Name, string Text, PixelBuffer Photo)[] photos =
        [
            ("portrait", "photo: NASA, public domain", await ReadAsync("astronaut.png")),
            ("product", "photo: Rachel Michetti, CC0", await ReadAsync("coffee.png")),
            ("animal", "photo: Stefan van der Walt, CC0", await ReadAsync("chelsea.png")),
            ("landscape", "no photo: made by the local painter", Landscape(cancellationToken)),
        ];
        foreach (var (name, text, photo) in photos)
        {
            var page = Draw(photo, text, cancellationToken);
            var path = Path.Combine(Root("docs", "pictures"), $"stylise-{name}.jpg");
            await File.WriteAllBytesAsync(path, page.Jpeg(Quality), cancellationToken);
        }

        async Task<PixelBuffer> ReadAsync(string file) =>
            Photos.Within(await Photos.ReadAsync(Path.Combine(data, file), cancellationToken), 512);
    }

    /// <summary>A folder of the repository, found above the program.</summary>
    internal static string Root(params string[] folders)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Atelier.slnx")))
                return Path.Combine([folder.FullName, .. folders]);
        }

        throw new InvalidOperationException("Run the bench inside its repository.");
    }

    private static Page Draw(PixelBuffer photo, string text, CancellationToken cancellationToken)
    {
        var (across, down) = (photo.Width + Gap, photo.Height + Label + Gap);
        var page = new Page(Gap + (3 * across), Gap + (2 * down));
        var styliser = new PhotoStyliser();
        Put(0, photo, text);
        foreach (var (at, (style, name)) in Styles.Index())
            Put(at + 1, styliser.Stylise(photo, style, cancellationToken), name);
        return page;

        void Put(int at, PixelBuffer tile, string words)
        {
            var (left, top) = (Gap + (at % 3 * across), Gap + (at / 3 * down));
            page.Write(words, left, top + 2);
            page.Place(tile, left, top + Label);
        }
    }

    private static PixelBuffer Landscape(CancellationToken cancellationToken) =>
        new ScenePainter().Paint(
            new PaintOrder("a sailing boat on a calm lake in the mountains at sunset", "photo", 512, 352, 7),
            cancellationToken
        );
}
