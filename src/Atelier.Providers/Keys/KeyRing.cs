using Atelier.Providers.Answers;
using Atelier.Providers.Calls;
using Atelier.Providers.Decorators;
using Atelier.Providers.Failures;
using Microsoft.Extensions.Logging;

namespace Atelier.Providers.Keys;

/// <summary>
/// A provider with one or several keys of the operator's, an adapter for each. New calls are spread by weight over those that work;
/// whatever follows a call is done with the key that sent it, by <see cref="With"/>.
/// </summary>
public sealed partial class KeyRing : DelegatingProvider, IRemoteProvider
{
    private readonly IReadOnlyList<ProviderKey> _keys;
    private readonly Dictionary<ProviderKey, WatchedKey> _watched;
    private readonly KeyRota _rota;
    private readonly ILogger<KeyRing> _logger;

    /// <param name="keys">At least one; the first is that of calls of which nobody wrote down the key.</param>
    public KeyRing(IReadOnlyList<ProviderKey> keys, TimeProvider time, ILogger<KeyRing> logger)
        : base(keys[0].Adapter)
    {
        _keys = keys;
        _rota = new KeyRota(keys, time);
        _watched = keys.ToDictionary(key => key, key => new WatchedKey(key, Tell));
        _logger = logger;
    }

    public IReadOnlyList<KeyStanding> Keys => _rota.Standings();

    IListsModels? IRemoteProvider.ModelList => _rota.Steady().Adapter.ModelList;

    public IRemoteProvider? With(string? sentWith)
    {
        if (KeyMark.Read(sentWith) is not { } mark)
        {
            return _watched[_keys[0]];
        }

        // The key itself counts, whatever its name is by now; a new one under its name comes after it.
        return _keys.FirstOrDefault(key => key.Mark.Print == mark.Print) is { } same ? _watched[same]
            : _keys.FirstOrDefault(key => key.Mark.Name == mark.Name) is { } renewed
                ? new RenewedKey(_watched[renewed], mark.Name)
            : null;
    }

    public override async Task<Submission> SubmitAsync(PaidCall call, CancellationToken cancellationToken)
    {
        var bound = call.Call.SentWith;
        var (key, ticket) = bound is null ? _rota.Take() : (Find(bound), 0);
        call.Guard.SendWith(key.Mark.ToString());
        try
        {
            var submission = await _watched[key].SubmitAsync(call, cancellationToken);
            _rota.Worked(key, ticket);
            return submission;
        }
        catch (ProviderException failure) when (failure.Charge == Charge.None && KeyRota.StateOf(failure) is not null)
        {
            if (Meaning(key, failure) is { } meaning)
            {
                throw meaning;
            }

            throw;
        }
    }

    /// <summary>Asks with each key; it is in order where one that takes calls is.</summary>
    public override async Task<ProviderCheck> CheckAsync(CancellationToken cancellationToken)
    {
        var checks = await Task.WhenAll(_keys.Select(key => CheckAsync(key, cancellationToken)));
        var used = checks.Where(check => check.Key.Weight > 0).ToList();
        if (used.TrueForAll(check => check.Failure is not null))
        {
            throw used[0].Failure!;
        }

        var broken = checks
            .Where(check => check.Failure is not null)
            .Select(check => $"The key in {check.Key.Mark.Name} cannot be used: {check.Failure!.Message}");
        return new ProviderCheck(
            // One call is paid by one key, and two keys may be of one account.
            used.Max(check => check.Check?.BalanceUsd),
            [.. checks.SelectMany(check => check.Check?.Notes ?? []).Distinct(), .. broken]
        );
    }

    private async Task<(ProviderKey Key, ProviderCheck? Check, ProviderException? Failure)> CheckAsync(
        ProviderKey key,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var check = await _watched[key].CheckAsync(cancellationToken);
            _rota.NoteBalance(key, check.BalanceUsd);
            return (key, check, null);
        }
        catch (ProviderException failure)
        {
            return (key, null, failure);
        }
    }

    // What a failure of one key means for the provider; null where it means what it says.
    private ProviderException? Meaning(ProviderKey key, ProviderException failure)
    {
        var (others, limited) = _rota.Outlook(key);
        return others ? failure.OfOneKey()
            // As long as one only has to wait, so has the provider.
            : _keys.Count > 1 && limited is { } wait ? failure.AsLimited(wait)
            : null;
    }

    private ProviderKey Find(string sentWith)
    {
        var mark = KeyMark.Read(sentWith);
        return _keys.FirstOrDefault(key => key.Mark.Print == mark?.Print)
            ?? _keys.FirstOrDefault(key => key.Mark.Name == mark?.Name)
            ?? throw new ProviderException(
                Id,
                FailureKind.NotSent,
                Charge.None,
                $"The key {mark?.Name} that made the picture is not set any more."
            );
    }

    private void Tell(ProviderKey key, ProviderException failure)
    {
        // With one key there is no other to go on with, and nothing to tell.
        if (_keys.Count > 1 && KeyRota.StateOf(failure) is { } state)
        {
            var pause = _rota.SetAside(key, state, failure.RetryAfter);
            LogAside(Id, key.Mark.Name, Math.Round(pause.TotalSeconds, 1), state);
        }
    }
}
