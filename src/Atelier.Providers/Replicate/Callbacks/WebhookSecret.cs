using Atelier.Providers.Failures;
using Atelier.Providers.Http;

namespace Atelier.Providers.Replicate.Callbacks;

/// <summary>
/// The secret that the account's callbacks are signed with. It is asked for once and kept in memory alone; a signature that does
/// not fit it may mean that it was changed, so it is asked for again then, but not more often than once a minute.
/// </summary>
internal sealed class WebhookSecret(ProviderSite site, TimeProvider time)
{
    private const int MostBytes = 16 * 1024;

    private static readonly TimeSpan LeastAge = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private Task<byte[]?> _key = Task.FromResult<byte[]?>(null);
    private long? _askedAt;

    /// <summary>Whether a callback is Replicate's. False as well while the secret is not to be had: it is only a hint.</summary>
    public async Task<bool> SignedAsync(
        ReadOnlyMemory<byte> body,
        IReadOnlyDictionary<string, string> headers,
        CancellationToken cancellationToken
    )
    {
        var known = await Volatile.Read(ref _key).WaitAsync(cancellationToken);
        if (IsRight(known, body, headers))
        {
            return true;
        }

        var fresh = await Ask(known).WaitAsync(cancellationToken);
        return !ReferenceEquals(fresh, known) && IsRight(fresh, body, headers);
    }

    private bool IsRight(byte[]? key, ReadOnlyMemory<byte> body, IReadOnlyDictionary<string, string> headers) =>
        key is not null && WebhookSignature.IsRight(key, body.Span, headers, time.GetUtcNow());

    // All who come at the same time wait for the same question.
    private Task<byte[]?> Ask(byte[]? known)
    {
        lock (_lock)
        {
            if (_askedAt is not { } asked || time.GetElapsedTime(asked) >= LeastAge)
            {
                _askedAt = time.GetTimestamp();
                Volatile.Write(ref _key, ReadAsync(known));
            }

            return _key;
        }
    }

    // Nobody's patience but the question's own: others wait for it as well.
    private async Task<byte[]?> ReadAsync(byte[]? known)
    {
        try
        {
            using var answer = await site.GetAsync("/v1/webhooks/default/secret", CancellationToken.None);
            return answer.Status == 200
                ? WebhookSignature.KeyOf((await answer.ReadJsonAsync(MostBytes)).Text("key")) ?? known
                : known;
        }
        catch (ProviderException)
        {
            return known;
        }
    }
}
