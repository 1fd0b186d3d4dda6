using Atelier.Data.Attempts;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Atelier.Engine.Steps;

/// <summary>Writes facts with patience: a database that restarts must not cost us what a provider has just told.</summary>
internal sealed partial class FactWriter(FactStore store, TimeProvider time, ILogger<FactWriter> logger)
{
    private const int MostTries = 6;

    /// <summary>The store itself, for what has no time for patience.</summary>
    public FactStore Store => store;

    public Task NoteTaskAsync(Guid attemptId, string taskId, string? requestId) =>
        WriteAsync(attemptId, () => store.NoteTaskAsync(attemptId, taskId, requestId, CancellationToken.None));

    public Task NoteStoredAsync(Guid attemptId, string? requestId) =>
        WriteAsync(attemptId, () => store.NoteStoredAsync(attemptId, requestId, CancellationToken.None));

    public Task NoteCallEndedAsync(Guid attemptId) =>
        WriteAsync(attemptId, () => store.NoteCallEndedAsync(attemptId, CancellationToken.None));

    private async Task WriteAsync(Guid attemptId, Func<Task> write)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await write();
                return;
            }
            catch (NpgsqlException exception) when (tries < MostTries)
            {
                LogUnwritten(attemptId, tries, exception);
                await Task.Delay(TimeSpan.FromMilliseconds(100 << tries), time, CancellationToken.None);
            }
        }
    }

    [LoggerMessage(
        LogLevel.Warning,
        "A fact about attempt {AttemptId} could not be written at try {Tries}; trying again"
    )]
    private partial void LogUnwritten(Guid attemptId, int tries, Exception exception);
}
