using System.Diagnostics;
using System.Text.Json;
using Atelier.Imaging;
using Atelier.Imaging.Stylising;

namespace Atelier.Bench.Filters;

/// <summary>Times each filter beside its peer, in turns, and by itself at several sizes.</summary>
internal static class Comparison
{
    private const int Side = 1024;

    private static readonly (int Width, int Height)[] Sizes = [(512, 512), (1024, 1024), (2048, 2048), (3840, 2160)];

    private static readonly JsonSerializerOptions Pretty = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    internal static async Task RunAsync(int rounds, IReadOnlyList<string> pictures, CancellationToken cancellationToken)
    {
        var inputs = new List<(PixelBuffer Photo, string File)>();
        var scratch = Directory.CreateTempSubdirectory("atelier-filters-");
        try
        {
            foreach (var picture in pictures)
            {
                var photo = await Photos.SquareAsync(picture, Side, cancellationToken);
                inputs.Add((photo, await Peer.WriteAsync(scratch, photo, cancellationToken)));
            }

            var compared = await CompareAsync(rounds, inputs, scratch, cancellationToken);
            var scaled = await ScaleAsync(rounds, pictures, cancellationToken);
            var folder = Sheets.Root("bench", "filters");
            await File.WriteAllTextAsync(
                Path.Combine(folder, "results.json"),
                JsonSerializer.Serialize(
                    new
                    {
                        Rounds = rounds,
                        Compared = compared,
                        Sizes = scaled,
                    },
                    Pretty
                ) + "\n",
                cancellationToken
            );
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    private static async Task<List<ComparedFilter>> CompareAsync(
        int rounds,
        List<(PixelBuffer Photo, string File)> inputs,
        DirectoryInfo scratch,
        CancellationToken cancellationToken
    )
    {
        var results = new List<ComparedFilter>();
        Console.WriteLine("| filter | ms | CPU | G'MIC | ms | CPU | ratio | of CPU |");
        foreach (var style in Enum.GetValues<PhotoStyle>())
        {
            List<Cost> ours = [];
            List<Cost> theirs = [];
            var peer = Peer.Of(style);
            for (var round = -1; round < rounds; round++)
            {
                foreach (var (photo, file) in inputs)
                {
                    var own = Time(photo, style, cancellationToken);
                    var other = peer is null ? null : await Peer.RunAsync(peer, file, scratch, cancellationToken);
                    // Its start, reading and writing are not the filter.
                    var idle = peer is null ? null : await Peer.RunAsync("", file, scratch, cancellationToken);
                    if (round < 0)
                        continue;
                    ours.Add(own);
                    if (other is not null)
                        theirs.Add(new Cost(other.Wall - idle!.Wall, other.Cpu - idle.Cpu));
                }
            }

            var result = new ComparedFilter(
                style.ToString(),
                Cost.Median(ours),
                peer,
                peer is null ? null : Cost.Median(theirs)
            );
            Console.WriteLine(result.Line);
            results.Add(result);
        }

        return results;
    }

    private static async Task<List<SizedFilter>> ScaleAsync(
        int rounds,
        IReadOnlyList<string> pictures,
        CancellationToken cancellationToken
    )
    {
        var results = new List<SizedFilter>();
        foreach (var (width, height) in Sizes)
        {
            var photo = Atelier.Imaging.Reading.PictureFitter.Fit(
                await Photos.ReadAsync(pictures[0], cancellationToken),
                width,
                height
            );
            foreach (var style in Enum.GetValues<PhotoStyle>())
            {
                List<Cost> costs = [];
                for (var round = -1; round < rounds; round++)
                {
                    var cost = Time(photo, style, cancellationToken);
                    if (round >= 0)
                        costs.Add(cost);
                }

                var median = Cost.Median(costs);
                results.Add(new SizedFilter(style.ToString(), $"{width}x{height}", median));
                Console.WriteLine($"{style} {width}x{height}: {median.Wall:0} ms, {median.Cpu:0} CPU");
            }
        }

        return results;
    }

    private static Cost Time(PixelBuffer photo, PhotoStyle style, CancellationToken cancellationToken)
    {
        using var process = Process.GetCurrentProcess();
        var cpu = process.TotalProcessorTime;
        var started = Stopwatch.GetTimestamp();
        _ = new PhotoStyliser().Stylise(photo, style, cancellationToken);
        var wall = Stopwatch.GetElapsedTime(started);
        process.Refresh();
        return new Cost(wall.TotalMilliseconds, (process.TotalProcessorTime - cpu).TotalMilliseconds);
    }
}
