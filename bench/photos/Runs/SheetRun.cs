using System.Net.Http.Headers;
using System.Net.Http.Json;
using Atelier.Bench.Filters;
using Atelier.Bench.Photos.Pictures;
using Atelier.Bench.Photos.Serving;
using Atelier.Client;
using Atelier.Client.Photos;
using Atelier.Emulators.Hosting;
using Atelier.Imaging;
using Atelier.Imaging.Reading;
using Atelier.TestKit.Ports;

namespace Atelier.Bench.Photos.Runs;

/// <summary>
/// Draws <c>docs/pictures/stylise-wires.jpg</c>: a photo sent through the photo door of a real server to the emulator of each
/// provider, in each style, and what came back. Says what does not fit.
/// </summary>
internal sealed class SheetRun(string path, Action<string> say)
{
    private const int Side = 480;
    private const int Tile = 176;
    private const int Gap = 6;
    private const int Label = 18;
    private const int Quality = 78;

    // Of the grey inside the frame and above the words. Another photo comes to some 0.3 at most.
    private const double LeastAlike = 0.9;

    // No emulator: the filters of the process, which do restyle.
    private const string Local = "local";

    // A server of the operator's own: the catalogue that came along has none.
    private const string Own = "automatic1111";

    private static readonly (string Id, string? Key)[] Wires =
    [
        (Local, null),
        ("openai", "OPENAI_API_KEY"),
        ("gemini", "GOOGLE_AI_API_KEY"),
        ("replicate", "REPLICATE_API_TOKEN"),
        ("stability", "STABILITY_API_KEY"),
        ("piapi", "PIAPI_API_KEY"),
        ("legnext", "LEGNEXT_API_KEY"),
        (Own, null),
    ];

    private static readonly string[] Styles =
    [
        PhotoStyles.Pixel,
        PhotoStyles.Oil,
        PhotoStyles.Cartoon,
        PhotoStyles.Ghibli,
        PhotoStyles.Dragonball,
    ];

    private readonly PictureReader _reader = new(new PictureReaderOptions());
    private bool _sound = true;

    /// <summary>False when a picture did not come back, or is another one.</summary>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        using var http = new HttpClient();
        var painter = new SourcePainter(http, [.. Wires.Select(wire => wire.Id)]);
        await using var emulator = await Emulator.StartAsync(
            new EmulatorOptions { Painter = painter, LongestEdge = 4096 },
            cancellationToken
        );
        var catalogue = Directory.CreateTempSubdirectory("atelier-sheet-").FullName;
        await File.WriteAllTextAsync(Path.Combine(catalogue, "own.yaml"), OwnYaml(emulator), cancellationToken);
        await using var house = await House.OpenAsync(Settings(emulator, catalogue), cancellationToken);
        Directory.Delete(catalogue, recursive: true);
        using var client = await house.AddCallerAsync("premium", new AtelierClientOptions(), cancellationToken);
        var photo = Within(
            await _reader.ReadAsync(await File.ReadAllBytesAsync(path, cancellationToken), cancellationToken),
            Side
        );
        var page = PageFor(photo);
        foreach (var (row, (wire, _)) in Wires.Index())
        {
            await OnlyAsync(house, http, wire, cancellationToken);
            foreach (var (column, style) in Styles.Index())
            {
                painter.Forget();
                var (made, name) = await MakeAsync(client.Photos, PictureEncoder.Png(photo), style, cancellationToken);
                var alike = wire == Local ? 1 : Alike(photo, made);
                var (width, height) = wire == Local ? (made.Width, made.Height) : painter.PaintedBy(wire);
                Put(page, photo, row, column + 1, made, $"painted {width}x{height}");
                say(
                    $"{wire}, {style}: {name} painted {width}x{height}, {made.Width}x{made.Height} came back, {alike:0.000} alike"
                );
                if (alike < LeastAlike || (width, height) != (made.Width, made.Height))
                {
                    _sound = false;
                    say($"PROBLEM: what {wire} sent for {style} does not show the photo");
                }
            }
        }

        var file = page.Jpeg(Quality);
        var folder = Path.Combine(Repository.Folder, "docs", "pictures");
        await File.WriteAllBytesAsync(Path.Combine(folder, "stylise-wires.jpg"), file, cancellationToken);
        say($"{file.Length / 1024} KB");
        return _sound;
    }

    private static Dictionary<string, string> Settings(Emulator emulator, string catalogue)
    {
        // LegNext fetches the photo from us.
        var url = $"http://127.0.0.1:{FreePort.Find()}";
        var settings = new Dictionary<string, string>
        {
            ["MONTHLY_BUDGET_LIMIT"] = "1000",
            ["ATELIER_URLS"] = url,
            ["ATELIER_PUBLIC_URL"] = url,
            ["ATELIER_CATALOG"] = catalogue,
        };
        foreach (var (id, key) in Wires.Where(wire => wire.Key is not null))
        {
            settings[key!] = $"bench-{id}";
            settings[$"ATELIER__Providers__{id}__BaseUrl"] = emulator.BaseUrl(id).AbsoluteUri;
        }

        return settings;
    }

    // From now on the caller's photos go to this provider alone.
    private static async Task OnlyAsync(House house, HttpClient http, string wire, CancellationToken cancellationToken)
    {
        var account = await house.ScalarAsync<Guid>("SELECT id FROM atelier.accounts WHERE name LIKE 'Caller%'");
        using var request = new HttpRequestMessage(
            HttpMethod.Put,
            new Uri(house.Url, $"/admin/api/accounts/{account}/routing")
        );
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", house.OwnerKey);
        request.Content = JsonContent.Create(new { only = new[] { wire } });
        using var answer = await http.SendAsync(request, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    private async Task<(PixelBuffer Made, string Words)> MakeAsync(
        PhotoClient photos,
        byte[] photo,
        string style,
        CancellationToken cancellationToken
    )
    {
        using var sent = new MemoryStream(photo);
        var run = await photos.RunAsync(
            sent,
            "photo.png",
            upload => new PhotoRequest(upload.SessionId) { Style = style },
            cancellationToken: cancellationToken
        );
        if (run.Status.Status is not PhotoState.Completed)
        {
            throw new InvalidOperationException($"{style} failed: {run.Status.Error}");
        }

        using var file = new MemoryStream();
        await photos.DownloadAsync(run.Upload.SessionId, file, cancellationToken: cancellationToken);
        return (await _reader.ReadAsync(file.ToArray(), cancellationToken), run.Status.Provider ?? "");
    }

    private static string OwnYaml(Emulator emulator) =>
        $$"""
            providers:
              - id: {{Own}}
                name: A server of ours
                lane: 1
                adapter: automatic1111
                free: true
                endpoint: {{emulator.BaseUrl(Own).AbsoluteUri.TrimEnd('/')}}
            models:
              - id: own-model
                name: Our model
                version: "1"
                strengths: []
                weaknesses: []
                grade: standard
                aesthetic_score: 5
                photorealism_score: 5
                offers:
                  - provider: {{Own}}
                    provider_model: some.safetensors
                    capabilities: [text_to_image, image_to_image]
                    sizes: { min_side: 64, max_side: 2048, step: 8 }
                    max_per_call: 4
                    price: { expected: 0, maximum: 0, as_of: 2026-11-20 }
            """;

    // The correlation of both pictures' grey: a tint changes it little.
    private static double Alike(PixelBuffer photo, PixelBuffer made)
    {
        const int Across = 96;
        var down = Across * photo.Height / photo.Width;
        var (one, other) = (PictureFitter.Fit(photo, Across, down), PictureFitter.Fit(made, Across, down));
        var edge = (Across / SourcePainter.Margin) + 2;
        var places = (
            from y in Enumerable.Range(edge, (int)(down * (1 - SourcePainter.Bar)) - (2 * edge))
            from x in Enumerable.Range(edge, Across - (2 * edge))
            select (y * Across) + x
        ).ToList();
        var (first, second) = (Greys(one), Greys(other));
        var (mean, otherMean) = (first.Average(), second.Average());
        var both = first.Zip(second, (a, b) => (a - mean) * (b - otherMean)).Sum();
        var spread = first.Sum(a => (a - mean) * (a - mean)) * second.Sum(b => (b - otherMean) * (b - otherMean));
        return both / Math.Sqrt(Math.Max(1e-9, spread));

        List<double> Greys(PixelBuffer picture) =>
            places.ConvertAll(at =>
            {
                var pixel = picture.Pixels.AsSpan(at * picture.Bands, 3);
                return (0.299 * pixel[0]) + (0.587 * pixel[1]) + (0.114 * pixel[2]);
            });
    }

    private static Page PageFor(PixelBuffer photo)
    {
        var (across, down) = Cell(photo);
        var page = new Page(Gap + ((Styles.Length + 1) * across), Gap + Label + (Wires.Length * down));
        foreach (var (column, style) in Styles.Index())
        {
            page.Write(style, Gap + ((column + 1) * across), Gap);
        }

        page.Write("sent to", Gap, Gap);
        foreach (var (row, (wire, _)) in Wires.Index())
        {
            Put(page, photo, row, 0, photo, wire);
        }

        return page;
    }

    private static void Put(Page page, PixelBuffer photo, int row, int column, PixelBuffer picture, string words)
    {
        var (across, down) = Cell(photo);
        var (left, top) = (Gap + (column * across), Gap + Label + (row * down));
        page.Place(Within(picture, Tile), left, top);
        page.Write(words, left, top + down - Gap - Label + 2);
    }

    private static (int Across, int Down) Cell(PixelBuffer photo)
    {
        var tile = Within(photo, Tile);
        return (tile.Width + Gap, tile.Height + Label + Gap);
    }

    private static PixelBuffer Within(PixelBuffer picture, int side)
    {
        var longer = Math.Max(picture.Width, picture.Height);
        return PictureFitter.Fit(
            picture,
            Math.Max(1, picture.Width * side / longer),
            Math.Max(1, picture.Height * side / longer)
        );
    }
}
