using Atelier.Data.Blobs;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Atelier.Engine.Sweeping;

/// <summary>Deletes folders that nothing refers to. What cannot be deleted now is noted, and tried again by <see cref="LeftoverSweeper"/>.</summary>
public sealed partial class FolderRemover(IBlobStore blobs, LeftoverStore leftovers, ILogger<FolderRemover> logger)
{
    /// <summary>Deletes a folder, or notes that it must go.</summary>
    /// <returns>Whether it is gone.</returns>
    public async Task<bool> RemoveAsync(string folder, CancellationToken cancellationToken)
    {
        try
        {
            await blobs.DeleteFolderAsync(folder, cancellationToken);
            return true;
        }
        catch (Exception exception) when (IsAway(exception))
        {
            LogKept(folder, exception);
            await LeaveAsync(folder);
            return false;
        }
    }

    /// <summary>
    /// Leaves a folder to be deleted some minutes later: of files that were being written to a place that failed, some may still
    /// arrive. Throws nothing.
    /// </summary>
    public async Task LeaveAsync(string folder)
    {
        try
        {
            await leftovers.NoteAsync(folder, CancellationToken.None);
        }
        catch (NpgsqlException exception)
        {
            // Then it is an orphan like those of a killed node, and goes with them.
            LogUnnoted(folder, exception);
        }
    }

    /// <summary>Whether it is the place of the files that failed.</summary>
    internal static bool IsAway(Exception exception) => exception is IOException or UnauthorizedAccessException;

    [LoggerMessage(LogLevel.Warning, "{Folder} could not be deleted; it is tried again")]
    private partial void LogKept(string folder, Exception exception);

    [LoggerMessage(LogLevel.Warning, "That {Folder} must go could not be noted; it goes as an orphan")]
    private partial void LogUnnoted(string folder, Exception exception);
}
