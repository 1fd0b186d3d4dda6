using System.Globalization;
using Atelier.Providers.Answers;
using Atelier.Providers.Failures;
using Atelier.Providers.Http;
using Atelier.Providers.LegNext.Jobs;

namespace Atelier.Providers.Piapi.Tasks;

/// <summary>PiAPI's calls that cost nothing.</summary>
internal sealed class PiapiClient(ProviderSite site, TimeProvider time)
{
    // Some models put their pictures into the answer.
    private const int MostTaskBytes = 24 * 1024 * 1024;
    private const int MostBytes = 4 * 1024 * 1024;
    private const int NotFound = 404;

    /// <summary>A task; null when PiAPI says that there is none.</summary>
    /// <exception cref="ProviderException">It could not be asked, or its answer makes no sense.</exception>
    public async Task<PiapiJob?> FindTaskAsync(string id, CancellationToken cancellationToken)
    {
        using var answer = await site.GetAsync(PathOf(id), cancellationToken);
        if (answer.Status == NotFound && await IsPiapisAsync(answer))
        {
            return null;
        }

        try
        {
            var data = await PiapiEnvelope.ReadAsync(answer, MostTaskBytes, paid: false, time);
            return PiapiJob.Read(data) is { } job && job.Id == id
                ? job
                : throw PiapiErrors.Unreadable(answer.Status, paid: false);
        }
        catch (ProviderException failure) when (failure.Status == NotFound && answer.Status < NotFound)
        {
            // Said within the answer.
            return null;
        }
    }

    /// <summary>Asks to stop a task; it stops those that have not begun. Whether one did stop is told by the task itself.</summary>
    /// <exception cref="ProviderException">It could not be asked.</exception>
    public async Task<CancelAnswer> CancelAsync(string id, CancellationToken cancellationToken)
    {
        using (var answer = await site.DeleteAsync(PathOf(id), cancellationToken))
        {
            switch (answer.Status)
            {
                case 405 or 501:
                    return CancelAnswer.NotPossible;
                case >= 400 and < 500 and not (401 or 403 or 408 or 429):
                    return CancelAnswer.Ignored;
                case < 200 or >= 300:
                    throw await PiapiErrors.OfAsync(answer, paid: false, time);
            }
        }

        return await FindTaskAsync(id, cancellationToken) switch
        {
            { IsOver: true, IsFree: true } => CancelAnswer.Confirmed,
            _ => CancelAnswer.Ignored,
        };
    }

    /// <summary>A page of the tasks of a time, whatever model they are of; null when it is no such list.</summary>
    /// <param name="page">From 1; of <see cref="HistoryPage.Size"/> lines.</param>
    /// <exception cref="ProviderException">It could not be asked.</exception>
    public async Task<HistoryPage?> ListAsync(
        DateTimeOffset from,
        DateTimeOffset to,
        int page,
        CancellationToken cancellationToken
    )
    {
        var path = string.Create(
            CultureInfo.InvariantCulture,
            $"/api/open/tasks/histories?page={page}&page_size={HistoryPage.Size}&start_time={from.ToUnixTimeSeconds()}&end_time={to.ToUnixTimeSeconds()}"
        );
        using var answer = await site.GetAsync(path, cancellationToken);
        return HistoryPage.Read(await PiapiEnvelope.ReadAsync(answer, MostBytes, paid: false, time));
    }

    /// <summary>What is left on the account.</summary>
    /// <exception cref="ProviderException">It could not be asked, or its answer makes no sense.</exception>
    public async Task<ProviderCheck> ReadAccountAsync(CancellationToken cancellationToken)
    {
        using var answer = await site.GetAsync("/account/info", cancellationToken);
        var data = await PiapiEnvelope.ReadAsync(answer, MostBytes, paid: false, time);
        if (data.Number("equivalent_in_usd") is not { } dollars)
        {
            throw PiapiErrors.Unreadable(answer.Status, paid: false);
        }

        var free = data.Text("plan")?.Contains("free", StringComparison.OrdinalIgnoreCase) == true;
        return new ProviderCheck(
            dollars,
            free
                ?
                [
                    "PiAPI's free plan has neither the advanced Flux tasks nor uploads; edits need a public address there.",
                ]
                : []
        );
    }

    private static string PathOf(string id) => $"/api/v1/task/{Uri.EscapeDataString(id)}";

    // A 404 of whatever stands at a wrong address must not make paid tasks vanish.
    private static async Task<bool> IsPiapisAsync(SiteAnswer answer) =>
        (await answer.ReadJsonAsync(MostBytes)).Number("code") is not null;
}
