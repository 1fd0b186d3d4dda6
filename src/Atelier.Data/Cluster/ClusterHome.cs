using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Atelier.Data.Cluster;

/// <summary>The folder of one cluster (data, socket, log) and the user who works in it.</summary>
internal sealed record ClusterHome(string Folder, ClusterUser User)
{
    public string Data => Path.Combine(Folder, "data");

    public string Log => Path.Combine(Folder, "postgres.log");

    /// <summary>Finds the cluster of a data folder, or makes room for a new one where its user can reach it.</summary>
    public static async Task<ClusterHome> PrepareAsync(
        string dataFolder,
        string systemFolder,
        ILogger logger,
        CancellationToken cancellationToken
    )
    {
        var entry = Path.Combine(dataFolder, "postgres");
        var folder = Posix.Look(entry) switch
        {
            { IsLink: true } => Follow(entry),
            { IsFolder: true } => entry,
            { } => throw new ClusterException($"{entry} is not a folder: move it away."),
            null => await CreateAsync(dataFolder, systemFolder, logger, cancellationToken),
        };
        var user = ClusterUser.For(folder);
        user.CreateFolder(folder);
        if (!await user.CanReachAsync(folder, cancellationToken))
            throw new ClusterException(
                $"PostgreSQL's user {user.Id} cannot reach {folder}: allow passing through its parent folders "
                    + "(chmod o+x), or set ATELIER_DATA to another folder."
            );
        return new ClusterHome(folder, user);
    }

    private static string Follow(string link)
    {
        var target = Directory.ResolveLinkTarget(link, returnFinalTarget: true)!.FullName;
        // An empty database in its place would hide that the old one is gone.
        return Directory.Exists(target)
            ? target
            : throw new ClusterException(
                $"{link} points to {target}, which is not there: bring that folder back, "
                    + "or remove the link to begin with an empty database."
            );
    }

    private static async Task<string> CreateAsync(
        string dataFolder,
        string systemFolder,
        ILogger logger,
        CancellationToken cancellationToken
    )
    {
        var entry = Path.Combine(dataFolder, "postgres");
        if (await ClusterUser.For(entry).CanReachAsync(dataFolder, cancellationToken))
            return entry;

        var name = $"{Path.GetFileName(dataFolder)}-{ShortHash(dataFolder)}";
        var folder = Path.Combine(systemFolder, name, "postgres");
        SetAside(folder, logger);
        Directory.CreateDirectory(folder);
        Posix.MakePassable(systemFolder);
        Posix.MakePassable(Path.GetDirectoryName(folder)!);
        Directory.CreateSymbolicLink(entry, folder);
        ClusterLog.Elsewhere(logger, dataFolder, folder);
        return folder;
    }

    // The data folder was removed and made anew: its old database must neither appear again nor be lost.
    private static void SetAside(string folder, ILogger logger)
    {
        if (!Directory.Exists(Path.Combine(folder, "data")))
            return;
        using (DataFolderLock.Acquire(folder, "moving an old database aside"))
        {
            var aside = Enumerable.Range(1, int.MaxValue).Select(n => $"{folder}.old-{n}").First(f => !Path.Exists(f));
            Directory.Move(folder, aside);
            ClusterLog.SetAside(logger, folder, aside);
            Directory.CreateDirectory(folder);
        }
    }

    internal static string ShortHash(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12];
}
