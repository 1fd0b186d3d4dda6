using System.Diagnostics;
using System.Globalization;
using Atelier.Imaging;
using Atelier.Imaging.Changing;
using Atelier.Imaging.Cutting;
using Atelier.Imaging.Painting;
using Atelier.Imaging.Reading;

namespace Atelier.Bench.Filters;

/// <summary>The sheets of what <c>local</c> does besides styles, each tile with the milliseconds that it took.</summary>
internal sealed class Workshop(string data, string folder, CancellationToken cancellationToken) : IDisposable
{
    private const int Side = 264;
    private const int Gap = 8;
    private const int Label = 22;
    private const int Quality = 80;

    private readonly PhotoWorkshop _workshop = new(new PictureReaderOptions());

    internal async Task WriteAsync(string which)
    {
        Directory.CreateDirectory(folder);
        if (which is "all" or "cut")
            await CutAsync();
        if (which == "zoom")
            await ZoomAsync();
        if (which is "all" or "fill")
            await FillAsync();
        if (which is "all" or "grow")
            await GrowAsync();
        if (which is "all" or "enlarge")
            await EnlargeAsync();
        if (which is "all" or "vary")
            await VaryAsync();
    }

    /// <summary>Medians of five at 1024² for each operation.</summary>
    internal async Task TimeAsync()
    {
        var photo = PictureFitter.Fit(await ReadAsync("coffee.png"), 1024, 1024);
        var half = PictureFitter.Fit(photo, 512, 512);
        var mask = Shapes.Mask(1024, 1024, (0.35, 0.35, 0.6, 0.6));
        (string Name, Func<Task<PixelBuffer>> Work)[] all =
        [
            ("upscale 512 to 1024", () => _workshop.EnlargeAsync(half, 1024, 1024, false, false, cancellationToken)),
            ("upscale 1024 to 2048", () => _workshop.EnlargeAsync(photo, 2048, 2048, false, false, cancellationToken)),
            ("with enhance_details", () => _workshop.EnlargeAsync(photo, 2048, 2048, true, false, cancellationToken)),
            ("with denoise", () => _workshop.EnlargeAsync(photo, 2048, 2048, false, true, cancellationToken)),
            ("inpaint a quarter by a quarter", () => _workshop.FillAsync(photo, mask, 1, cancellationToken)),
            ("outpaint 256 left and right", () => _workshop.GrowAsync(photo, 256, 256, 0, 0, 1, cancellationToken)),
            ("variation", () => _workshop.VaryAsync(photo, 1, 0.8f, cancellationToken)),
            ("remove background", () => CutAsync(photo, CutMethod.Network, false, false)),
            ("with refine_mask", () => CutAsync(photo, CutMethod.Network, true, false)),
            ("with preserve_shadow", () => CutAsync(photo, CutMethod.Network, true, true)),
        ];
        foreach (var (name, work) in all)
        {
            await work();
            var (walls, cpus) = (new List<double>(), new List<double>());
            for (var round = 0; round < 5; round++)
            {
                var cpu = Process.GetCurrentProcess().TotalProcessorTime;
                var started = Stopwatch.GetTimestamp();
                await work();
                walls.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                cpus.Add((Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalMilliseconds);
            }

            Console.WriteLine($"| {name} | {walls.Order().ElementAt(2):0} | {cpus.Order().ElementAt(2):0} |");
        }
    }

    public void Dispose() => _workshop.Dispose();

    private async Task CutAsync()
    {
        (string Name, PixelBuffer Photo)[] photos =
        [
            ("portrait", await ReadAsync("astronaut.png")),
            ("cat", await ReadAsync("chelsea.png")),
            ("coffee", await ReadAsync("coffee.png")),
            ("rocket", await ReadAsync("rocket.jpg")),
            ("coins", await ReadAsync("coins.png")),
            ("man", await ReadAsync("camera.png")),
            ("horse", await ReadAsync("horse.png")),
            ("drawn bottle", Shapes.Bottle(480, 480)),
            ("painted fox", Painted("a red fox in a meadow")),
            ("painted lighthouse", Painted("a lighthouse on a rock in the sea")),
        ];
        var tiles = new List<(string, PixelBuffer)>();
        foreach (var (name, photo) in photos)
        {
            tiles.Add((name, photo));
            tiles.Add(await TimedAsync("network", () => CutAsync(photo, CutMethod.Network, false, false)));
            tiles.Add(await TimedAsync("refine_mask", () => CutAsync(photo, CutMethod.Network, true, false)));
            tiles.Add(await TimedAsync("+ preserve_shadow", () => CutAsync(photo, CutMethod.Network, true, true)));
            tiles.Add(await TriedAsync("plain method", () => CutAsync(photo, CutMethod.Plain, false, true)));
        }

        Write("local-cut", 5, tiles);
    }

    // Rims, to look at while masks are made.
    private async Task ZoomAsync()
    {
        (PixelBuffer Photo, double X, double Y)[] photos =
        [
            (await ReadAsync("astronaut.png"), 0.3, 0.02),
            (await ReadAsync("chelsea.png"), 0.05, 0.1),
            (await ReadAsync("camera.png"), 0.45, 0.4),
            (await ReadAsync("coffee.png"), 0.5, 0.1),
        ];
        var tiles = new List<(string, PixelBuffer)>();
        foreach (var (photo, x, y) in photos)
        {
            foreach (var refine in (bool[])[false, true])
            {
                var made = await CutAsync(photo, CutMethod.Network, refine, false);
                tiles.Add(("on green", Shapes.Blocks(Shapes.Part(Shapes.OnGreen(made), x, y, 160), 2)));
            }
        }

        Write("zoom", 4, tiles);
    }

    private async Task FillAsync()
    {
        (string Name, PixelBuffer Photo, (double, double, double, double) Hole)[] cases =
        [
            ("gravel", await ReadAsync("gravel.png"), (0.3, 0.3, 0.7, 0.7)),
            ("brick", await ReadAsync("brick.png"), (0.3, 0.3, 0.65, 0.7)),
            ("grass", await ReadAsync("grass.png"), (0.25, 0.3, 0.75, 0.6)),
            ("coffee", await ReadAsync("coffee.png"), (0.62, 0.05, 0.9, 0.35)),
            ("rocket", await ReadAsync("rocket.jpg"), (0.46, 0.1, 0.56, 0.75)),
            ("cat", await ReadAsync("chelsea.png"), (0.05, 0.5, 0.3, 0.9)),
        ];
        var tiles = new List<(string, PixelBuffer)>();
        foreach (var (name, photo, hole) in cases)
        {
            var mask = Shapes.Mask(photo.Width, photo.Height, hole);
            tiles.Add((name, Shapes.Veiled(photo, mask)));
            for (uint seed = 1; seed <= 3; seed++)
            {
                var dice = seed;
                tiles.Add(
                    await TimedAsync($"seed {seed}", () => _workshop.FillAsync(photo, mask, dice, cancellationToken))
                );
            }
        }

        Write("local-inpaint", 4, tiles);
    }

    private async Task GrowAsync()
    {
        (string Name, PixelBuffer Photo)[] cases =
        [
            ("gravel", await ReadAsync("gravel.png")),
            ("rocket", await ReadAsync("rocket.jpg")),
            ("coffee", await ReadAsync("coffee.png")),
            ("painted lake", Painted("a calm lake in the mountains at sunset")),
        ];
        var tiles = new List<(string, PixelBuffer)>();
        foreach (var (name, photo) in cases)
        {
            tiles.Add((name, photo));
            var by = photo.Width / 4;
            tiles.Add(
                await TimedAsync("left, right", () => _workshop.GrowAsync(photo, by, by, 0, 0, 1, cancellationToken))
            );
            tiles.Add(
                await TimedAsync("all sides", () => _workshop.GrowAsync(photo, by, by, by, by, 2, cancellationToken))
            );
        }

        Write("local-outpaint", 3, tiles);
    }

    private async Task EnlargeAsync()
    {
        (string Name, PixelBuffer Photo, double X, double Y)[] cases =
        [
            ("portrait", await ReadAsync("astronaut.png"), 0.42, 0.2),
            ("cat", await ReadAsync("chelsea.png"), 0.3, 0.35),
            ("coffee", await ReadAsync("coffee.png"), 0.45, 0.4),
        ];
        var tiles = new List<(string, PixelBuffer)>();
        foreach (var (name, photo, x, y) in cases)
        {
            var part = Shapes.Part(photo, x, y, 88);
            var noisy = Shapes.Noisy(part, 12);
            tiles.Add(($"{name}, as it is", Shapes.Blocks(part, 3)));
            tiles.Add(
                await TimedAsync("plain", () => _workshop.EnlargeAsync(part, 264, 264, false, false, cancellationToken))
            );
            tiles.Add(
                await TimedAsync(
                    "enhance_details",
                    () => _workshop.EnlargeAsync(part, 264, 264, true, false, cancellationToken)
                )
            );
            tiles.Add(
                await TimedAsync(
                    "noisy, plain",
                    () => _workshop.EnlargeAsync(noisy, 264, 264, false, false, cancellationToken)
                )
            );
            tiles.Add(
                await TimedAsync(
                    "noisy, denoise",
                    () => _workshop.EnlargeAsync(noisy, 264, 264, true, true, cancellationToken)
                )
            );
        }

        Write("local-upscale", 5, tiles);
    }

    private async Task VaryAsync()
    {
        (string Name, PixelBuffer Photo)[] cases =
        [
            ("cat", await ReadAsync("chelsea.png")),
            ("coffee", await ReadAsync("coffee.png")),
        ];
        var tiles = new List<(string, PixelBuffer)>();
        foreach (var (name, photo) in cases)
        {
            tiles.Add((name, photo));
            foreach (var (seed, strength) in ((ulong, float)[])[(1, 0.2f), (1, 0.8f), (2, 0.8f), (3, 0.8f)])
            {
                var words = string.Create(CultureInfo.InvariantCulture, $"seed {seed}, strength {strength}");
                tiles.Add(await TimedAsync(words, () => _workshop.VaryAsync(photo, seed, strength, cancellationToken)));
            }
        }

        Write("local-variation", 5, tiles);
    }

    private Task<PixelBuffer> CutAsync(PixelBuffer photo, CutMethod method, bool refine, bool shadow) =>
        _workshop.CutOutAsync(photo, new CutOptions(method, refine, shadow), cancellationToken);

    private static async Task<(string, PixelBuffer)> TriedAsync(string name, Func<Task<PixelBuffer>> work)
    {
        try
        {
            return await TimedAsync(name, work);
        }
        catch (NoSubjectException)
        {
            return ($"{name}: refused", new PixelBuffer(Side, 40, 3, [.. Enumerable.Repeat((byte)225, Side * 40 * 3)]));
        }
    }

    private static async Task<(string, PixelBuffer)> TimedAsync(string name, Func<Task<PixelBuffer>> work)
    {
        var started = Stopwatch.GetTimestamp();
        var made = await work();
        var spent = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        return ($"{name}, {made.Width}x{made.Height}, {spent:0} ms", made);
    }

    private void Write(string name, int across, List<(string Text, PixelBuffer Picture)> tiles)
    {
        var drawn = tiles.Select(tile => (tile.Text, Picture: TileOf(tile.Picture))).Chunk(across).ToList();
        var heights = drawn.Select(row => row.Max(tile => tile.Picture.Height) + Label + Gap).ToList();
        var page = new Page(Gap + (across * (Side + Gap)), Gap + heights.Sum());
        var top = Gap;
        foreach (var (row, height) in drawn.Zip(heights))
        {
            foreach (var (at, (text, picture)) in row.Index())
            {
                page.Write(text, Gap + (at * (Side + Gap)), top + 2);
                page.Place(picture, Gap + (at * (Side + Gap)), top + Label);
            }

            top += height;
        }

        File.WriteAllBytes(Path.Combine(folder, $"{name}.jpg"), page.Jpeg(Quality));
        Console.WriteLine(name);
    }

    private static PixelBuffer TileOf(PixelBuffer picture)
    {
        var tile = picture.Width == Side && picture.Height <= Side ? picture : Photos.Within(picture, Side);
        return tile.Bands == 4 ? Shapes.OnChecks(tile) : tile;
    }

    private PixelBuffer Painted(string words) =>
        new ScenePainter().Paint(new PaintOrder(words, "photo", 512, 384, 7), cancellationToken);

    private Task<PixelBuffer> ReadAsync(string file) => Photos.ReadAsync(Path.Combine(data, file), cancellationToken);
}
