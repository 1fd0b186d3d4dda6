using System.Globalization;

namespace Atelier.Data.Cluster;

/// <summary>The unprivileged user that PostgreSQL runs as: ourselves, or another one when we are root.</summary>
internal sealed record ClusterUser(uint Id, uint Group, bool IsSwitched)
{
    /// <summary>Root hands new clusters to <c>postgres</c>, and keeps an old one with the user who owns it.</summary>
    public static ClusterUser For(string folder)
    {
        var owner = Posix.Look(folder);
        var current = Posix.CurrentUser;
        if (current != 0)
        {
            return owner is null || owner.Value.Owner == current
                ? new ClusterUser(current, Posix.CurrentGroup, IsSwitched: false)
                : throw new ClusterException(
                    $"The database folder {folder} belongs to user {owner.Value.Owner}: start as that user or as root, "
                        + "or set ATELIER_DATA to another folder."
                );
        }

        if (owner is { Owner: not 0 })
            return new ClusterUser(owner.Value.Owner, owner.Value.Group, IsSwitched: true);
        var postgres =
            Posix.FindUser("postgres")
            ?? throw new ClusterException(
                "PostgreSQL refuses to run as root and this machine has no user 'postgres': "
                    + "install it with 'apt-get install postgresql', or start as a plain user."
            );
        return new ClusterUser(postgres.User, postgres.Group, IsSwitched: true);
    }

    /// <summary>Creates the folder for this user alone.</summary>
    public void CreateFolder(string path)
    {
        Posix.CreateOwnFolder(path);
        if (IsSwitched)
            Posix.ChangeOwner(path, Id, Group);
    }

    /// <summary>Whether every parent lets this user pass; asked of the kernel, which knows groups and ACLs.</summary>
    public async Task<bool> CanReachAsync(string folder, CancellationToken cancellationToken) =>
        !IsSwitched || (await Tool.RunAsync(AsUser("test", "-x", folder), cancellationToken)).ExitCode == 0;

    /// <summary>The command line that runs the command as this user.</summary>
    public IReadOnlyList<string> AsUser(params IEnumerable<string> command) =>
        IsSwitched ? ["setpriv", .. Switches, "--", .. command] : [.. command];

    /// <summary>
    /// As <see cref="AsUser"/>, in a session of its own, so that Ctrl-C at the terminal reaches only our process,
    /// and interrupted by the kernel when the thread that started it ends.
    /// </summary>
    public IReadOnlyList<string> AsDaemon(params IEnumerable<string> command) =>
        ["setsid", "setpriv", .. Switches, "--pdeathsig", "INT", "--", .. command];

    // --clear-groups and numbers, because the owner of an old folder need not be a user this machine knows.
    private string[] Switches => IsSwitched ? [$"--reuid={Text(Id)}", $"--regid={Text(Group)}", "--clear-groups"] : [];

    private static string Text(uint id) => id.ToString(CultureInfo.InvariantCulture);
}
