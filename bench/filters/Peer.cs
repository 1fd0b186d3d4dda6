using System.Diagnostics;
using System.Globalization;
using System.Text;
using Atelier.Imaging;
using Atelier.Imaging.Stylising;

namespace Atelier.Bench.Filters;

/// <summary>G'MIC of Debian, the command <c>gmic</c>: reads a PPM, runs its filter on all cores, writes a PPM.</summary>
internal static class Peer
{
    /// <summary>Its commands for what is nearest to a filter of ours.</summary>
    internal static string? Of(PhotoStyle style) =>
        style switch
        {
            // Kuwahara twice, as ours begins; without strokes and relief.
            PhotoStyle.Oil => "kuwahara 5 kuwahara 4",
            PhotoStyle.Cartoon => "cartoon 3,150,20,0.25,1.5,8",
            PhotoStyle.BoldInk => "cartoon 3,150,10,1,2,5",
            PhotoStyle.Pixel => "resize 128,128,1,3,2 quantize 24,1,1 resize 1024,1024,1,3,1",
            _ => null,
        };

    internal static async Task<string> WriteAsync(
        DirectoryInfo folder,
        PixelBuffer photo,
        CancellationToken cancellationToken
    )
    {
        var path = Path.Combine(folder.FullName, $"{Guid.CreateVersion7():n}.ppm");
        var head = string.Create(CultureInfo.InvariantCulture, $"P6\n{photo.Width} {photo.Height}\n255\n");
        await File.WriteAllBytesAsync(path, [.. Encoding.ASCII.GetBytes(head), .. photo.Pixels], cancellationToken);
        return path;
    }

    /// <exception cref="InvalidOperationException">It failed.</exception>
    internal static async Task<Cost> RunAsync(
        string commands,
        string file,
        DirectoryInfo folder,
        CancellationToken cancellationToken
    )
    {
        var made = Path.Combine(folder.FullName, "made.ppm");
        File.Delete(made);
        var start = new ProcessStartInfo("gmic") { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (
            var word in (string[])
                ["-v", "-1", file, .. commands.Split(' ', StringSplitOptions.RemoveEmptyEntries), "output", made]
        )
            start.ArgumentList.Add(word);
        var cpu = OfChildren();
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        var output = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        var wall = Stopwatch.GetElapsedTime(started);
        return process.ExitCode == 0 && File.Exists(made)
            ? new Cost(wall.TotalMilliseconds, OfChildren() - cpu)
            : throw new InvalidOperationException($"gmic {commands}: {await output}");
    }

    // Of a process that has ended Linux tells it to the parent only; in hundredths of a second.
    private static double OfChildren()
    {
        var fields = File.ReadAllText("/proc/self/stat").Split(' ');
        return 10.0
            * (
                double.Parse(fields[15], CultureInfo.InvariantCulture)
                + double.Parse(fields[16], CultureInfo.InvariantCulture)
            );
    }
}
