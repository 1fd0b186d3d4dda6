using System.Globalization;

namespace Atelier.Data.Cluster;

/// <summary>What the kernel says about processes of PostgreSQL.</summary>
internal static class ServerProcesses
{
    /// <summary>The living processes whose working folder is this one; every process of a server stays in its data folder.</summary>
    public static IReadOnlyList<int> WorkingIn(string folder) =>
        Posix.LookThrough(folder) is { } wanted
            ? [.. ListAll().Where(process => WorksIn(process, wanted) && IsAlive(process))]
            : [];

    /// <summary>False for a zombie too: it still has a number, but works no more.</summary>
    public static bool IsAlive(int process)
    {
        try
        {
            var status = File.ReadAllText($"/proc/{process}/stat");
            // The name in parentheses may itself hold spaces and parentheses.
            return status[status.LastIndexOf(')') + 2] is not ('Z' or 'X');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static IEnumerable<int> ListAll() =>
        Directory
            .EnumerateDirectories("/proc")
            .Select(Path.GetFileName)
            .Select(name => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id != 0);

    // Compared by identity: the same folder has other names through links and in other mount namespaces.
    // Unreadable means another user's process, which could not enter our folder.
    private static bool WorksIn(int process, FileEntry folder) =>
        Posix.LookThrough($"/proc/{process}/cwd")?.Identity == folder.Identity;
}
