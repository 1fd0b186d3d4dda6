using Atelier.Data.Blobs;
using Npgsql;

namespace Atelier.Server.Health;

/// <summary>Probes database and storage, at most once a second however often it is asked.</summary>
internal sealed class Readiness(NpgsqlDataSource database, IBlobStore blobs, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _one = new(1, 1);
    private (bool Database, bool Storage) _last;
    private long? _at;

    public async Task<(bool Database, bool Storage)> AskAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (_at is not { } at || time.GetElapsedTime(at) >= Fresh)
            {
                // Not the caller's token: whoever hangs up must not leave a probe half done.
                _last = (await ProbeDatabaseAsync(), await blobs.ProbeAsync(CancellationToken.None));
                _at = time.GetTimestamp();
            }

            return _last;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task<bool> ProbeDatabaseAsync()
    {
        try
        {
            await using var command = database.CreateCommand("SELECT atelier.now()");
            command.CommandTimeout = 2;
            return await command.ExecuteScalarAsync() is not null;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }
}
