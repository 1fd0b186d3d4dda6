using Atelier.Providers.Answers;
using Atelier.Providers.Failures;
using Atelier.Providers.Http;

namespace Atelier.Providers.Piapi.Tasks;

/// <summary>Brings a finished task's pictures into the spool at once: PiAPI deletes them after a while.</summary>
internal sealed class JobPictures(PiapiClient client, ProviderSite site)
{
    private readonly TaskPictures _pictures = new(site, "PiAPI");

    /// <summary>The task with those of its pictures alone that can be had: that are in it, or at a place where we may fetch them.</summary>
    public PiapiJob Usable(PiapiJob job) =>
        job with
        {
            Pictures = [.. job.Pictures.Take(TaskPictures.Most).Where(IsUsable)],
        };

    /// <summary>All that can be had are in the spool when this returns the task whose addresses were used.</summary>
    /// <exception cref="ProviderException">One could not be fetched; those that were stay where they are.</exception>
    public async Task<PiapiJob> FetchAsync(PiapiJob job, AnswerSpool spool, CancellationToken cancellationToken)
    {
        var addresses = await KeepInnerAsync(job, spool, cancellationToken);
        if (await _pictures.TryFetchAsync(addresses, TaskAnswer.Of(job).WriteAsync, spool, cancellationToken))
        {
            return job;
        }

        var fresh = Usable(await client.FindTaskAsync(job.Id, cancellationToken) ?? throw _pictures.Unusable());
        addresses = await KeepInnerAsync(fresh, spool, cancellationToken);
        await _pictures.FetchAsync(addresses, TaskAnswer.Of(fresh).WriteAsync, spool, cancellationToken);
        return fresh;
    }

    // Those within the answer are there at once; of the others, where they are.
    private static async Task<IReadOnlyList<string>> KeepInnerAsync(
        PiapiJob job,
        AnswerSpool spool,
        CancellationToken cancellationToken
    )
    {
        foreach (var (number, picture) in job.Pictures.Index())
        {
            if (picture.Bytes() is { } bytes)
            {
                await spool.WriteAsync(
                    AnswerSpool.Picture(number),
                    async (stream, token) => await stream.WriteAsync(bytes, token),
                    cancellationToken
                );
            }
        }

        return [.. job.Pictures.Select(picture => picture.Address ?? "")];
    }

    private bool IsUsable(JobPicture picture) =>
        picture.Bytes() is not null
        || (Uri.TryCreate(picture.Address, UriKind.Absolute, out var address) && site.MayFetch(address));
}
