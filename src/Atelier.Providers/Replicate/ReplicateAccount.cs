using Atelier.Providers.Failures;
using Atelier.Providers.Http;

namespace Atelier.Providers.Replicate;

/// <summary>What Replicate says of our account and of the models: free questions.</summary>
internal sealed class ReplicateAccount(ProviderSite site, TimeProvider time)
{
    // A model's schema comes with it.
    private const int MostBytes = 8 * 1024 * 1024;

    private static readonly TimeSpan NotesLife = TimeSpan.FromHours(1);

    private volatile Noted? _noted;

    /// <summary>Checks the token. Replicate tells no balance.</summary>
    /// <exception cref="ProviderException">It is not to be had.</exception>
    public async Task<ProviderCheck> CheckAsync(CancellationToken cancellationToken)
    {
        using var answer = await site.GetAsync("/v1/account", cancellationToken);
        if (answer.Status != 200)
        {
            throw await ReplicateErrors.OfAsync(answer, paid: false, time);
        }

        return (await answer.ReadJsonAsync(MostBytes)).Text("username") is null
            ? throw ReplicateErrors.Unreadable(answer.Status, paid: false)
            : new ProviderCheck(BalanceUsd: null, await NotesAsync(cancellationToken));
    }

    /// <summary>The models that the adapter knows, as far as Replicate has them: by name, and by the known and the newest version.</summary>
    /// <exception cref="ProviderException">They could not be asked for.</exception>
    public async Task<IReadOnlyList<ListedModel>> ListAsync(CancellationToken cancellationToken)
    {
        var models = new List<ListedModel>();
        foreach (var model in ReplicateModels.Official)
        {
            if (await HasAsync($"/v1/models/{model}", cancellationToken))
            {
                models.Add(new ListedModel(model, model, null));
            }
        }

        foreach (var (model, version) in ReplicateModels.Pinned)
        {
            var pinned = $"{model}:{version}";
            if (await HasAsync($"/v1/models/{model}/versions/{version}", cancellationToken))
            {
                models.Add(new ListedModel(pinned, pinned, null));
            }

            if (await LatestAsync(model, cancellationToken) is { } latest && latest != version)
            {
                models.Add(new ListedModel($"{model}:{latest}", pinned, null));
            }
        }

        return models;
    }

    // At most once an hour: the check runs every minute. What cannot be asked is no reason to doubt the token.
    private async Task<IReadOnlyList<string>> NotesAsync(CancellationToken cancellationToken)
    {
        if (_noted is { } known && time.GetElapsedTime(known.At) < NotesLife)
        {
            return known.Notes;
        }

        var notes = new List<string>();
        try
        {
            foreach (var (model, version) in ReplicateModels.Pinned)
            {
                if (await LatestAsync(model, cancellationToken) is { } latest && latest != version)
                {
                    notes.Add($"{model} has a newer version than the one that is used here.");
                }
            }
        }
        catch (ProviderException)
        {
            return notes;
        }

        _noted = new Noted(notes, time.GetTimestamp());
        return notes;
    }

    private async Task<bool> HasAsync(string path, CancellationToken cancellationToken)
    {
        using var answer = await site.GetAsync(path, cancellationToken);
        return answer.Status switch
        {
            200 => true,
            404 => false,
            _ => throw await ReplicateErrors.OfAsync(answer, paid: false, time),
        };
    }

    // Null where the model is gone, or does not tell.
    private async Task<string?> LatestAsync(string model, CancellationToken cancellationToken)
    {
        using var answer = await site.GetAsync($"/v1/models/{model}", cancellationToken);
        return answer.Status switch
        {
            200 => (await answer.ReadJsonAsync(MostBytes)).Member("latest_version").Text("id"),
            404 => null,
            _ => throw await ReplicateErrors.OfAsync(answer, paid: false, time),
        };
    }

    // What was noted, and when.
    private sealed record Noted(IReadOnlyList<string> Notes, long At);
}
