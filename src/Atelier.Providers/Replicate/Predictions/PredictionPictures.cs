using Atelier.Providers.Answers;
using Atelier.Providers.Failures;
using Atelier.Providers.Http;

namespace Atelier.Providers.Replicate.Predictions;

/// <summary>Fetches a prediction's pictures into the spool, at once: they are deleted an hour after its end.</summary>
internal sealed class PredictionPictures(PredictionClient client, ProviderSite site)
{
    private readonly TaskPictures _pictures = new(site, "Replicate");

    /// <summary>
    /// All that can be had are in the spool when this returns the prediction whose addresses were used; or it tells that they are gone.
    /// </summary>
    /// <exception cref="ProviderException">One could not be fetched; those that were stay where they are.</exception>
    public async Task<Prediction> FetchAsync(
        Prediction prediction,
        AnswerSpool spool,
        CancellationToken cancellationToken
    )
    {
        if (await _pictures.TryFetchAsync(prediction.Pictures, prediction.WriteKeptAsync, spool, cancellationToken))
        {
            return prediction;
        }

        var fresh = await client.FindAsync(prediction.Id, cancellationToken) ?? throw _pictures.Unusable();
        if (fresh.IsSucceeded && fresh.Pictures.Count > 0)
        {
            await _pictures.FetchAsync(fresh.Pictures, fresh.WriteKeptAsync, spool, cancellationToken);
        }

        return fresh;
    }
}
