using System.Text;
using System.Text.RegularExpressions;

namespace Atelier.Data.Cluster;

/// <summary>The folder of the Unix socket: for the cluster's user alone, with a path the kernel accepts.</summary>
internal static partial class SocketFolder
{
    // sun_path has 108 bytes, the last one zero.
    private const int LongestSocketPath = 107;
    private const string SocketName = "/.s.PGSQL.5432";

    public static string Prepare(ClusterHome home)
    {
        var near = Path.Combine(home.Folder, "socket");
        if (Fits(near))
        {
            home.User.CreateFolder(near);
            return near;
        }

        var far = FarFolder(home.Folder);
        CreateOwned(far, home.User);
        return far;
    }

    /// <summary>Takes the folder under /tmp away again, if there is one and the server has left it.</summary>
    public static void Remove(string homeFolder)
    {
        var far = FarFolder(homeFolder);
        if (Posix.Look(far) is { IsFolder: true } && !Directory.EnumerateFileSystemEntries(far).Any())
            Directory.Delete(far);
    }

    internal static string FarFolder(string homeFolder) => $"/tmp/atelier-{ClusterHome.ShortHash(homeFolder)}";

    // PostgreSQL splits the setting at commas, Npgsql splits hosts at commas and colons.
    private static bool Fits(string folder) =>
        Encoding.UTF8.GetByteCount(folder + SocketName) <= LongestSocketPath && PlainPath().IsMatch(folder);

    // Everybody may write to /tmp, so whoever was first there may be somebody else who wants to listen.
    private static void CreateOwned(string folder, ClusterUser user)
    {
        if (Posix.Look(folder) is null)
            Posix.CreateOwnFolder(folder);
        var entry = Posix.Look(folder);
        if (entry is not { IsFolder: true } || (entry.Value.Owner != user.Id && entry.Value.Owner != Posix.CurrentUser))
            throw new ClusterException(
                $"{folder} belongs to another user, so the database's socket cannot live there: "
                    + "remove it, or set ATELIER_DATA to a folder with a shorter path."
            );
        user.CreateFolder(folder);
    }

    [GeneratedRegex("^[A-Za-z0-9/._-]+$")]
    private static partial Regex PlainPath();
}
