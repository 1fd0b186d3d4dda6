using Microsoft.Extensions.Logging;

namespace Atelier.Data.Cluster;

internal static partial class ClusterLog
{
    [LoggerMessage(LogLevel.Information, "Made a database of PostgreSQL {Major} in {Folder}")]
    public static partial void Created(ILogger logger, string folder, int major);

    [LoggerMessage(LogLevel.Information, "PostgreSQL {Major} runs in {Folder} as process {ProcessId}")]
    public static partial void Started(ILogger logger, string folder, int major, int processId);

    [LoggerMessage(LogLevel.Information, "PostgreSQL in {Folder} has stopped")]
    public static partial void Stopped(ILogger logger, string folder);

    [LoggerMessage(LogLevel.Critical, "PostgreSQL in {Folder} ended although nobody asked; its postgres.log says why")]
    public static partial void Died(ILogger logger, string folder);

    [LoggerMessage(
        LogLevel.Information,
        "PostgreSQL's user cannot reach {DataFolder}, so the database lives in {Folder}; a link leads there"
    )]
    public static partial void Elsewhere(ILogger logger, string dataFolder, string folder);

    [LoggerMessage(LogLevel.Warning, "{Folder} holds the database of a removed data folder; it was moved to {Aside}")]
    public static partial void SetAside(ILogger logger, string folder, string aside);

    [LoggerMessage(LogLevel.Warning, "Stopping process {ProcessId}, a PostgreSQL that an earlier run left in {Folder}")]
    public static partial void Orphan(ILogger logger, int processId, string folder);

    [LoggerMessage(LogLevel.Information, "Removing {File}, left by process {ProcessId} that runs no more")]
    public static partial void Stale(ILogger logger, string file, int processId);
}
