using System.Text.Json;
using Atelier.Providers.Answers;
using Atelier.Providers.Failures;
using Atelier.Providers.Http;

namespace Atelier.Providers.LegNext.Jobs;

/// <summary>Fetches a finished job's single pictures into the spool. Their addresses run out; the job gives fresh ones.</summary>
internal sealed class LegNextPictures(LegNextClient client, ProviderSite site)
{
    // A bound against nonsense; no task makes more than four.
    private const int MostPictures = 16;

    /// <summary>All of them are in the spool when this returns the JSON whose addresses worked.</summary>
    /// <exception cref="ProviderException">One could not be fetched; those that were stay where they are.</exception>
    public async Task<JsonElement> FetchAsync(
        LegNextJob job,
        JsonElement json,
        AnswerSpool spool,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await FetchAllAsync(job, spool, cancellationToken);
            return json;
        }
        catch (ProviderException failure) when (FailureMap.IsStaleAddress(failure))
        {
            // The job is asked below; the addresses of this answer are of no use any more.
        }

        if (await client.FindJobAsync(job.Id, cancellationToken) is not var (fresh, freshJson))
        {
            throw Unusable();
        }

        try
        {
            await FetchAllAsync(fresh, spool, cancellationToken);
            return freshJson;
        }
        catch (ProviderException failure) when (FailureMap.IsStaleAddress(failure))
        {
            throw Unusable(failure);
        }
    }

    private async Task FetchAllAsync(LegNextJob job, AnswerSpool spool, CancellationToken cancellationToken)
    {
        if (job.Pictures.Count is 0 or > MostPictures)
        {
            throw Unusable();
        }

        for (var number = 0; number < job.Pictures.Count; number++)
        {
            var part = AnswerSpool.Picture(number);
            if (!await IsThereAsync(spool, part, cancellationToken))
            {
                await FetchAsync(job.Pictures[number], spool, part, cancellationToken);
            }
        }
    }

    private Task FetchAsync(string address, AnswerSpool spool, string part, CancellationToken cancellationToken) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
            ? site.DownloadAsync(uri, spool, part, cancellationToken)
            : throw Unusable();

    private static async Task<bool> IsThereAsync(AnswerSpool spool, string part, CancellationToken cancellationToken)
    {
        await using var stream = await spool.OpenAsync(part, cancellationToken);
        return stream is not null;
    }

    private static ProviderException Unusable(Exception? inner = null) =>
        new(
            LegNextProvider.Name,
            FailureKind.Unreadable,
            Charge.None,
            "LegNext gave no addresses of pictures that work.",
            inner
        );
}
