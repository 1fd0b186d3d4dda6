using System.Collections.Concurrent;
using System.Diagnostics;
using Atelier.Imaging.Vips;

namespace Atelier.Bench.Pictures;

/// <summary>Our side of the comparison: takes commands until its input ends.</summary>
internal static class OurWorker
{
    private static readonly ConcurrentDictionary<string, byte[]> Known = new();

    internal static async Task RunAsync(CancellationToken cancellationToken)
    {
        using var set = new OurSet();
        var version = VipsRuntime.Start(new VipsOptions()).Version;
        while (await Console.In.ReadLineAsync(cancellationToken) is { } line)
        {
            var command = Lines.Read<Command>(line);
            var files = command.Files.Select(Read).ToArray();
            if (command.Task == "dump")
                await DumpAsync(set, files[0], command, cancellationToken);
            var answer =
                command.Task == "sets"
                    ? await MeasureAsync(set, files, command, version, cancellationToken)
                    : new Answer(0, 0, 0, 0, version);
            Console.WriteLine(Lines.Write(answer));
        }
    }

    // Each file once: read for every command, they would be garbage by the hundred megabytes.
    private static byte[] Read(string path) => Known.GetOrAdd(path, File.ReadAllBytes);

    private static async Task<Answer> MeasureAsync(
        OurSet set,
        byte[][] files,
        Command command,
        string version,
        CancellationToken cancellationToken
    )
    {
        var (next, bytes, latency) = (-1, 0L, 0L);
        var cpu = Environment.CpuUsage.TotalTime;
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, command.InFlight).Select(_ => WorkAsync()));
        var wall = Stopwatch.GetElapsedTime(started);
        return new Answer(
            (Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds,
            wall.TotalMilliseconds,
            TimeSpan.FromTicks(latency).TotalMilliseconds / command.Sets,
            bytes,
            version
        );

        async Task WorkAsync()
        {
            for (int at; (at = Interlocked.Increment(ref next)) < command.Sets; )
            {
                var begun = Stopwatch.GetTimestamp();
                var made = await set.MakeAsync(
                    files[at % files.Length],
                    command.Format,
                    command.Avif,
                    cancellationToken
                );
                Interlocked.Add(ref latency, Stopwatch.GetElapsedTime(begun).Ticks);
                Interlocked.Add(ref bytes, made.Values.Sum(file => (long)file.Length));
            }
        }
    }

    private static async Task DumpAsync(OurSet set, byte[] file, Command command, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(command.Folder);
        foreach (var (name, bytes) in await set.MakeAsync(file, command.Format, command.Avif, cancellationToken))
            await File.WriteAllBytesAsync(Path.Combine(command.Folder, name), bytes, cancellationToken);
    }
}
