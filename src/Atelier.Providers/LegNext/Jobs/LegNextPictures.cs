using System.Text;
using System.Text.Json;
using Atelier.Providers.Answers;
using Atelier.Providers.Failures;
using Atelier.Providers.Http;

namespace Atelier.Providers.LegNext.Jobs;

/// <summary>Fetches a finished job's single pictures into the spool. Their addresses run out; the job gives fresh ones.</summary>
internal sealed class LegNextPictures(LegNextClient client, ProviderSite site)
{
    private readonly TaskPictures _pictures = new(site, "LegNext");

    /// <summary>All that can be had are in the spool when this returns the JSON whose addresses were used.</summary>
    /// <exception cref="ProviderException">One could not be fetched; those that were stay where they are.</exception>
    public async Task<JsonElement> FetchAsync(
        LegNextJob job,
        JsonElement json,
        AnswerSpool spool,
        CancellationToken cancellationToken
    )
    {
        if (await _pictures.TryFetchAsync(job.Pictures, Writing(json), spool, cancellationToken))
        {
            return json;
        }

        if (await client.FindJobAsync(job.Id, cancellationToken) is not var (fresh, freshJson))
        {
            throw _pictures.Unusable();
        }

        await _pictures.FetchAsync(fresh.Pictures, Writing(freshJson), spool, cancellationToken);
        return freshJson;
    }

    /// <summary>Writes what is kept of a job beside its pictures.</summary>
    public static Func<Stream, CancellationToken, Task> Writing(JsonElement json) =>
        async (stream, token) => await stream.WriteAsync(Encoding.UTF8.GetBytes(json.GetRawText()), token);
}
