using System.Diagnostics;

namespace Atelier.Data.Cluster;

/// <summary>The command line of the server.</summary>
internal static class ServerCommand
{
    private static readonly Dictionary<string, string> Defaults = new()
    {
        ["listen_addresses"] = "",
        ["unix_socket_permissions"] = "0700",
        ["cluster_name"] = "atelier",
        ["max_connections"] = "200",
        ["shared_buffers"] = "128MB",
        ["random_page_cost"] = "1.1",
        ["wal_compression"] = "on",
        ["jit"] = "off",
        ["timezone"] = "UTC",
        ["log_timezone"] = "UTC",
        ["logging_collector"] = "off",
        ["log_destination"] = "stderr",
        ["log_line_prefix"] = "%m [%p] ",
        // The detail of a failed constraint holds the row, and with it a caller's words.
        ["log_error_verbosity"] = "terse",
    };

    public static ProcessStartInfo Describe(
        ClusterHome home,
        PostgresInstallation installation,
        string socketFolder,
        PrivateClusterOptions options
    )
    {
        var settings = new Dictionary<string, string>(Defaults) { ["unix_socket_directories"] = socketFolder };
        // Commits still reach the operating system, so that a killed server loses none of them.
        foreach (var careful in (string[])["fsync", "full_page_writes"])
            settings[careful] = options.Durable ? "on" : "off";
        foreach (var (name, value) in options.Settings ?? new Dictionary<string, string>())
            settings[name] = value;

        // The shell opens the log as the cluster's user and becomes the server; the process id stays the same.
        var start = Tool.Describe(
            home.User.AsDaemon([
                "sh",
                "-c",
                "umask 077; exec \"$@\" >>\"$LOG\" 2>&1 </dev/null",
                "sh",
                installation.Postgres,
                "-D",
                home.Data,
                .. settings.SelectMany(setting => (string[])["-c", $"{setting.Key}={setting.Value}"]),
            ])
        );
        start.Environment["LOG"] = home.Log;
        return start;
    }
}
