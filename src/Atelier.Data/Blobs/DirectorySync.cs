using System.Runtime.InteropServices;

namespace Atelier.Data.Blobs;

/// <summary>Flushes a folder to the disk, which .NET has no call for.</summary>
internal static partial class DirectorySync
{
    private const int ReadOnlyDirectory = 0x10000; // O_RDONLY | O_DIRECTORY on Linux

    private const int NoEntry = 2; // ENOENT

    /// <exception cref="DirectoryNotFoundException">There is none.</exception>
    /// <exception cref="IOException">The folder could not be opened or flushed.</exception>
    public static void Flush(string folder)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var descriptor = Open(folder, ReadOnlyDirectory);
        if (descriptor < 0)
        {
            var reason = Marshal.GetLastPInvokeError();
            throw reason == NoEntry
                ? new DirectoryNotFoundException($"There is no folder {folder}.")
                : new IOException($"The folder {folder} could not be opened (error {reason}).");
        }

        var result = Fsync(descriptor);
        var error = Marshal.GetLastPInvokeError();
        _ = Close(descriptor);
        if (result != 0)
        {
            throw new IOException($"The folder {folder} could not be flushed (error {error}).");
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
