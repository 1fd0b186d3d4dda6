using System.Globalization;

namespace Atelier.TestKit.Postgres;

/// <summary>Whether a cluster may lie in memory.</summary>
public static class MemoryRoom
{
    /// <summary>Bytes that a cluster may come to take.</summary>
    public const long Needed = 6L << 30;

    /// <summary>Whether both suffice: a folder in memory has its limit whether or not anybody else has taken that memory.</summary>
    /// <param name="free">Bytes that the folder may grow by.</param>
    /// <param name="meminfo">What <c>/proc/meminfo</c> says.</param>
    public static bool Suffices(long free, string meminfo) => free > Needed && Available(meminfo) > Needed;

    // "MemAvailable:    4012345 kB"; where it is not said, there is none.
    private static long Available(string meminfo)
    {
        var words = meminfo
            .Split('\n')
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .FirstOrDefault(words => words is ["MemAvailable:", _, "kB"]);
        return
            words is not null
            && long.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var kilobytes)
            ? kilobytes * 1024
            : 0;
    }
}
