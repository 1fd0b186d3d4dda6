using System.Globalization;

namespace Atelier.Imaging.Tests.Corpus;

/// <summary>What this process holds in memory, and the most it held since the last <see cref="Forget"/>.</summary>
internal static class ProcessMemory
{
    private const string Reset = "/proc/self/clear_refs";

    /// <summary>Starts the peak anew. False where the kernel does not allow it.</summary>
    internal static bool Forget()
    {
        try
        {
            File.WriteAllText(Reset, "5");
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    internal static long Now() => Read("VmRSS:");

    internal static long Peak() => Read("VmHWM:");

    private static long Read(string name)
    {
        var line = File.ReadLines("/proc/self/status").Single(line => line.StartsWith(name, StringComparison.Ordinal));
        return 1024
            * long.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
    }
}
