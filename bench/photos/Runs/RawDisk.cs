using System.Diagnostics;

namespace Atelier.Bench.Photos.Runs;

/// <summary>What the disk itself takes: the same bytes into as many files, each flushed before the next of its writer.</summary>
internal static class RawDisk
{
    private const int Writers = 16;

    /// <summary>Seconds.</summary>
    public static async Task<double> WriteAsync(
        string folder,
        IReadOnlyList<string> sources,
        CancellationToken cancellationToken
    )
    {
        Directory.CreateDirectory(folder);
        var contents = new byte[sources.Count][];
        for (var i = 0; i < sources.Count; i++)
        {
            contents[i] = await File.ReadAllBytesAsync(sources[i], cancellationToken);
        }

        var start = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, sources.Count),
            new ParallelOptions { MaxDegreeOfParallelism = Writers, CancellationToken = cancellationToken },
            async (i, cancel) =>
            {
                await using var file = new FileStream(
                    Path.Combine(folder, $"{i}"),
                    FileMode.CreateNew,
                    FileAccess.Write,
                    FileShare.None,
                    0
                );
                await file.WriteAsync(contents[i], cancel);
                file.Flush(flushToDisk: true);
            }
        );
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Directory.Delete(folder, recursive: true);
        return seconds;
    }
}
