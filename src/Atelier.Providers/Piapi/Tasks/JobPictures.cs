using Atelier.Providers.Answers;
using Atelier.Providers.Failures;
using Atelier.Providers.Http;

namespace Atelier.Providers.Piapi.Tasks;

/// <summary>Brings a finished task's pictures into the spool at once: PiAPI deletes them after a while.</summary>
internal sealed class JobPictures(PiapiClient client, ProviderSite site)
{
    // A bound against nonsense; no task makes more than four.
    private const int MostPictures = 16;

    /// <summary>The task with those of its pictures alone that can be had: that are in it, or at a place where we may fetch them.</summary>
    public PiapiJob Usable(PiapiJob job) =>
        job with
        {
            Pictures = [.. job.Pictures.Take(MostPictures).Where(IsUsable)],
        };

    /// <summary>All of them are in the spool when this returns the task whose addresses worked.</summary>
    /// <exception cref="ProviderException">One could not be fetched; those that were stay where they are.</exception>
    public async Task<PiapiJob> FetchAsync(PiapiJob job, AnswerSpool spool, CancellationToken cancellationToken)
    {
        try
        {
            await FetchAllAsync(job, spool, cancellationToken);
            return job;
        }
        catch (ProviderException failure) when (FailureMap.IsStaleAddress(failure))
        {
            // The task is asked below; the addresses of this answer are of no use any more.
        }

        var fresh = Usable(await client.FindTaskAsync(job.Id, cancellationToken) ?? throw Unusable());
        try
        {
            await FetchAllAsync(fresh, spool, cancellationToken);
            return fresh;
        }
        catch (ProviderException failure) when (FailureMap.IsStaleAddress(failure))
        {
            throw Unusable(failure);
        }
    }

    private async Task FetchAllAsync(PiapiJob job, AnswerSpool spool, CancellationToken cancellationToken)
    {
        if (job.Pictures.Count == 0)
        {
            throw Unusable();
        }

        foreach (var (number, picture) in job.Pictures.Index())
        {
            var part = AnswerSpool.Picture(number);
            if (!await IsThereAsync(spool, part, cancellationToken))
            {
                await FetchAsync(picture, spool, part, cancellationToken);
            }
        }
    }

    private async Task FetchAsync(
        JobPicture picture,
        AnswerSpool spool,
        string part,
        CancellationToken cancellationToken
    )
    {
        if (picture.Bytes() is { } bytes)
        {
            await spool.WriteAsync(
                part,
                async (stream, token) => await stream.WriteAsync(bytes, token),
                cancellationToken
            );
        }
        else if (Uri.TryCreate(picture.Address, UriKind.Absolute, out var address))
        {
            await site.DownloadAsync(address, spool, part, cancellationToken);
        }
        else
        {
            throw Unusable();
        }
    }

    private bool IsUsable(JobPicture picture) =>
        picture.Bytes() is not null
        || (Uri.TryCreate(picture.Address, UriKind.Absolute, out var address) && site.MayFetch(address));

    private static async Task<bool> IsThereAsync(AnswerSpool spool, string part, CancellationToken cancellationToken)
    {
        await using var stream = await spool.OpenAsync(part, cancellationToken);
        return stream is not null;
    }

    private static ProviderException Unusable(Exception? inner = null) =>
        new(
            PiapiProvider.Name,
            FailureKind.Unreadable,
            Charge.None,
            "PiAPI gave no addresses of pictures that work.",
            inner
        );
}
