using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Atelier.Data.Cluster;

/// <summary>The database files: made once, whole or not at all.</summary>
internal static class ClusterFiles
{
    private const long LogBytes = 10 * 1024 * 1024;

    /// <summary>The major version the files were made by; null when there are none yet.</summary>
    public static int? ReadMajor(ClusterHome home)
    {
        var file = Path.Combine(home.Data, "PG_VERSION");
        if (File.Exists(file))
        {
            // Before version 10 the major version had two parts.
            var version = File.ReadAllText(file).Split('.', '\n')[0];
            return int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var major)
                ? major
                : throw new ClusterException(
                    $"{file} names no version of PostgreSQL: restore {home.Data} from a backup."
                );
        }

        if (File.Exists(Path.Combine(home.Data, "global", "pg_control")))
            throw new ClusterException(
                $"{file} is missing although a database is there: restore {home.Data} from a backup."
            );
        return null;
    }

    /// <summary>
    /// Makes an empty cluster. It grows beside its place and is moved there when complete, so that an interrupted
    /// start leaves nothing that looks like a database.
    /// </summary>
    public static async Task CreateAsync(
        ClusterHome home,
        PostgresInstallation installation,
        bool durable,
        ILogger logger,
        CancellationToken cancellationToken
    )
    {
        foreach (var rest in Directory.EnumerateDirectories(home.Folder, "new-*"))
            Directory.Delete(rest, recursive: true);
        if (Directory.Exists(home.Data))
            Directory.Delete(home.Data, recursive: true);

        var draft = Path.Combine(home.Folder, $"new-{Environment.ProcessId}");
        home.User.CreateFolder(draft);
        var answer = await InitAsync(home, installation, draft, "C.UTF-8", durable, cancellationToken);
        // Not every distribution has C.UTF-8; with C only the case of ASCII letters folds.
        if (answer.ExitCode != 0 && answer.Error.Contains("locale", StringComparison.OrdinalIgnoreCase))
            answer = await InitAsync(home, installation, draft, "C", durable, cancellationToken);
        if (answer.ExitCode != 0)
            throw new ClusterException(
                $"initdb of PostgreSQL {installation.MajorVersion} failed in {draft}: {OneLine(answer.Error)}"
            );
        Directory.Move(draft, home.Data);
        ClusterLog.Created(logger, home.Data, installation.MajorVersion);
    }

    /// <summary>Keeps the log of the last runs small.</summary>
    public static void RotateLog(ClusterHome home)
    {
        if (File.Exists(home.Log) && new FileInfo(home.Log).Length > LogBytes)
            File.Move(home.Log, home.Log + ".1", overwrite: true);
    }

    // Trust: whoever can enter the socket folder (0700) is the cluster's user or root, and could read the files anyway.
    private static Task<ToolResult> InitAsync(
        ClusterHome home,
        PostgresInstallation installation,
        string folder,
        string locale,
        bool durable,
        CancellationToken cancellationToken
    ) =>
        Tool.RunAsync(
            home.User.AsUser([
                installation.InitDb,
                $"--pgdata={folder}",
                "--username=atelier",
                "--auth=trust",
                "--encoding=UTF8",
                $"--locale={locale}",
                "--data-checksums",
                "--no-instructions",
                .. durable ? [] : (string[])["--no-sync"],
            ]),
            cancellationToken
        );

    internal static string OneLine(string text) =>
        string.Join("; ", text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
