using System.Diagnostics;

namespace Atelier.TestKit.Files;

/// <summary>A real file system of a few megabytes that can be full. Disposing unmounts it, whatever is still open on it.</summary>
public sealed class SmallDisk : IAsyncDisposable
{
    // A page of the file system: what is smaller takes as much.
    private const int Page = 4096;

    private readonly DirectoryInfo _folder;
    private readonly string _ballast;

    private SmallDisk(DirectoryInfo folder)
    {
        _folder = folder;
        Folder = Directory.CreateDirectory(Path.Combine(folder.FullName, "files")).FullName;
        _ballast = Path.Combine(folder.FullName, "ballast");
    }

    /// <summary>A folder on it, empty at first.</summary>
    public string Folder { get; }

    /// <summary>All files in the folder.</summary>
    public IEnumerable<string> Files => Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories);

    /// <summary>Mounts one.</summary>
    /// <returns>Null with the reason where mounting is not allowed.</returns>
    public static async Task<(SmallDisk? Disk, string Reason)> MountAsync(int megabytes = 4)
    {
        if (!OperatingSystem.IsLinux())
        {
            return (null, "A full disk is played on Linux only: it needs a tmpfs.");
        }

        var folder = Directory.CreateTempSubdirectory("atelier-small-disk-");
        var problem = await RunAsync("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", folder.FullName);
        if (problem is null)
        {
            return (new SmallDisk(folder), "");
        }

        folder.Delete();
        return (null, $"A full disk cannot be played here, since no tmpfs can be mounted (root may): {problem}");
    }

    /// <summary>Fills it.</summary>
    /// <param name="leave">Bytes that stay free, in whole pages.</param>
    public void Fill(int leave = 0)
    {
        using var ballast = new FileStream(_ballast, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        foreach (var size in (int[])[256 * 1024, Page])
        {
            try
            {
                for (var bytes = new byte[size]; ; )
                {
                    ballast.Write(bytes);
                }
            }
            catch (IOException)
            {
                // No more of this size.
            }
        }

        ballast.SetLength(Math.Max(0, (ballast.Length / Page * Page) - (leave / Page * Page)));
    }

    /// <summary>Makes all room again that filling took.</summary>
    public void Free() => File.Delete(_ballast);

    public async ValueTask DisposeAsync()
    {
        // Lazily: a test that failed may have left a file open.
        var problem = await RunAsync("umount", "-l", _folder.FullName);
        if (problem is not null)
        {
            throw new InvalidOperationException($"{_folder} could not be unmounted: {problem}");
        }

        _folder.Delete();
    }

    private static async Task<string?> RunAsync(string command, params string[] arguments)
    {
        using var process =
            Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })
            ?? throw new InvalidOperationException($"{command} did not start.");
        var problem = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? null : problem.Trim();
    }
}
