using System.Text.Json;
using Atelier.Providers.Http;

namespace Atelier.Providers.LegNext.Jobs;

/// <summary>LegNext's reads, which cost nothing.</summary>
internal sealed class LegNextClient(ProviderSite site, TimeProvider time)
{
    private const int MostBytes = 1024 * 1024;
    private const int NotFound = 404;

    /// <summary>A job and its JSON; null when LegNext says that there is none.</summary>
    /// <exception cref="Failures.ProviderException">It could not be asked, or its answer makes no sense.</exception>
    public async Task<(LegNextJob Job, JsonElement Json)?> FindJobAsync(string id, CancellationToken cancellationToken)
    {
        using var answer = await site.GetAsync($"/api/v1/job/{Uri.EscapeDataString(id)}", cancellationToken);
        if (answer.Status == NotFound && await IsLegNextsAsync(answer))
        {
            return null;
        }

        var json = await ReadAsync(answer);
        return LegNextJob.Read(json) is { } job && job.Id == id
            ? (job, json)
            : throw LegNextErrors.Unreadable(answer.Status, paid: false);
    }

    /// <summary>What is under way.</summary>
    /// <exception cref="Failures.ProviderException">It could not be asked, or its answer makes no sense.</exception>
    public async Task<IReadOnlyList<ActiveTask>> ListActiveAsync(CancellationToken cancellationToken)
    {
        using var answer = await site.GetAsync("/api/account/active_tasks", cancellationToken);
        return ActiveTask.ReadAll(await ReadAsync(answer))
            ?? throw LegNextErrors.Unreadable(answer.Status, paid: false);
    }

    /// <summary>What is left on the account.</summary>
    /// <exception cref="Failures.ProviderException">It could not be asked, or its answer makes no sense.</exception>
    public async Task<ProviderCheck> ReadBalanceAsync(CancellationToken cancellationToken)
    {
        using var answer = await site.GetAsync("/api/account/balance", cancellationToken);
        JsonElement? json = await ReadAsync(answer);
        return LegNextBalance.Read(json) ?? throw LegNextErrors.Unreadable(answer.Status, paid: false);
    }

    private async Task<JsonElement> ReadAsync(SiteAnswer answer)
    {
        if (answer.Status is < 200 or >= 300)
        {
            throw await LegNextErrors.OfAsync(answer, paid: false, time);
        }

        return await answer.ReadJsonAsync(MostBytes) ?? throw LegNextErrors.Unreadable(answer.Status, paid: false);
    }

    // A 404 of whatever stands at a wrong address must not make paid tasks vanish.
    private static async Task<bool> IsLegNextsAsync(SiteAnswer answer) =>
        (await answer.ReadJsonAsync(MostBytes)).Number("code") is not null;
}
