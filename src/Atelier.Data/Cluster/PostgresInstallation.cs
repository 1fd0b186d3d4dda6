using System.Globalization;
using System.Text.RegularExpressions;

namespace Atelier.Data.Cluster;

/// <summary>One installed PostgreSQL.</summary>
internal sealed partial record PostgresInstallation(string BinFolder, int MajorVersion)
{
    public const int OldestMajor = 15;
    private const string PackageFolder = "/usr/lib/postgresql";

    public string Postgres => Path.Combine(BinFolder, "postgres");

    public string InitDb => Path.Combine(BinFolder, "initdb");

    /// <summary>Every PostgreSQL of this machine, the newest first.</summary>
    public static async Task<IReadOnlyList<PostgresInstallation>> FindAllAsync(CancellationToken cancellationToken)
    {
        var found = new List<PostgresInstallation>();
        foreach (var folder in await ListFoldersAsync(cancellationToken))
        {
            if (await TryReadAsync(folder, cancellationToken) is { } installation)
                found.Add(installation);
        }

        return [.. found.OrderByDescending(installation => installation.MajorVersion)];
    }

    /// <summary>The one for a new cluster, or the one that fits an old cluster's version.</summary>
    public static PostgresInstallation Choose(
        IReadOnlyList<PostgresInstallation> installed,
        int? clusterMajor,
        string folder
    )
    {
        if (installed.Count == 0)
            throw new ClusterException(
                "PostgreSQL is missing: install it with 'apt-get install postgresql', "
                    + "or set ATELIER_DATABASE to a server you have."
            );
        if (clusterMajor is { } major && major >= OldestMajor)
            return installed.FirstOrDefault(installation => installation.MajorVersion == major)
                ?? throw new ClusterException(
                    $"The database in {folder} was made by PostgreSQL {major} and this machine has only {List(installed)}: "
                        + $"install it with 'apt-get install postgresql-{major}', or convert the folder with pg_upgrade, "
                        + "or set ATELIER_DATA to another folder."
                );
        if (clusterMajor is { } old)
            throw new ClusterException(
                $"The database in {folder} was made by PostgreSQL {old} and version {OldestMajor} or newer is needed: "
                    + "convert the folder with pg_upgrade, or set ATELIER_DATA to another folder."
            );
        return installed[0].MajorVersion >= OldestMajor
            ? installed[0]
            : throw new ClusterException(
                $"PostgreSQL {OldestMajor} or newer is needed and this machine has only {List(installed)}: install a newer one, "
                    + "or set ATELIER_DATABASE to a server you have."
            );
    }

    private static string List(IEnumerable<PostgresInstallation> installed) =>
        string.Join(" and ", installed.Select(installation => installation.MajorVersion).Distinct());

    private static async Task<IEnumerable<string>> ListFoldersAsync(CancellationToken cancellationToken)
    {
        var folders = new List<string>();
        if (Directory.Exists(PackageFolder))
            folders.AddRange(
                Directory.EnumerateDirectories(PackageFolder).Select(folder => Path.Combine(folder, "bin"))
            );
        if (Tool.TryFind("postgres") is { } onPath)
            folders.Add(RealFolder(onPath));
        if (Tool.TryFind("pg_config") is { } config)
        {
            var answer = await Tool.RunAsync([config, "--bindir"], cancellationToken);
            folders.Add(answer.Output.Trim());
        }

        return folders.Distinct().Where(folder => File.Exists(Path.Combine(folder, "initdb")));
    }

    // A link such as /usr/local/bin/postgres has no initdb beside it.
    private static string RealFolder(string file) =>
        Path.GetDirectoryName(File.ResolveLinkTarget(file, returnFinalTarget: true)?.FullName ?? file)!;

    private static async Task<PostgresInstallation?> TryReadAsync(string folder, CancellationToken cancellationToken)
    {
        var postgres = Path.Combine(folder, "postgres");
        if (!File.Exists(postgres))
            return null;
        var answer = await Tool.RunAsync([postgres, "--version"], cancellationToken);
        var version = VersionPattern().Match(answer.Output);
        return version.Success
            ? new PostgresInstallation(folder, int.Parse(version.Groups[1].Value, CultureInfo.InvariantCulture))
            : null;
    }

    [GeneratedRegex(@"\(PostgreSQL\) (\d+)")]
    private static partial Regex VersionPattern();
}
