using System.Collections.Concurrent;
using Atelier.Data.Accounts;
using Atelier.Engine.Sweeping;
using Microsoft.Extensions.Logging;

namespace Atelier.Engine.Accounts;

/// <summary>Remembers when keys were used, and writes it down once a minute: no request waits for that, or fails with it.</summary>
public sealed partial class KeyUses(KeyStore keys, TimeProvider time, ILogger<KeyUses> logger) : PeriodicService(time)
{
    // By key: the newest use that is not written yet.
    private readonly ConcurrentDictionary<Guid, long> _uses = new();

    /// <summary>Notes a use in this moment.</summary>
    public void Note(Guid keyId) => _uses[keyId] = Time.GetTimestamp();

    /// <summary>Writes what was noted since the last round.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        var noted = _uses.ToArray();
        if (noted.Length == 0)
        {
            return;
        }

        await keys.MarkUsedAsync(
            noted.ToDictionary(use => use.Key, use => Time.GetElapsedTime(use.Value)),
            cancellationToken
        );
        foreach (var use in noted)
        {
            // A use that came meanwhile stays for the next round.
            _uses.TryRemove(use);
        }
    }

    protected override TimeSpan Pause => TimeSpan.FromMinutes(1);

    protected override Task RoundAsync(CancellationToken cancellationToken) => RunOnceAsync(cancellationToken);

    protected override void Tell(Exception failure) => LogFailed(failure);

    [LoggerMessage(LogLevel.Warning, "The last uses of keys could not be written; trying again")]
    private partial void LogFailed(Exception exception);
}
