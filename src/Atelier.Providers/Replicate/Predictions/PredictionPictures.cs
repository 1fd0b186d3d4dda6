using Atelier.Providers.Answers;
using Atelier.Providers.Failures;
using Atelier.Providers.Http;

namespace Atelier.Providers.Replicate.Predictions;

/// <summary>Fetches a prediction's pictures into the spool, at once: they are deleted an hour after its end.</summary>
internal sealed class PredictionPictures(PredictionClient client, ProviderSite site)
{
    // A bound against nonsense; no model makes more than four.
    private const int MostPictures = 16;

    /// <summary>All of them are in the spool when this returns the prediction whose addresses worked; or it tells that they are gone.</summary>
    /// <exception cref="ProviderException">One could not be fetched; those that were stay where they are.</exception>
    public async Task<Prediction> FetchAsync(
        Prediction prediction,
        AnswerSpool spool,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await FetchAllAsync(prediction, spool, cancellationToken);
            return prediction;
        }
        catch (ProviderException failure) when (FailureMap.IsStaleAddress(failure))
        {
            // Asked below: there may be fresh addresses, or none any more.
        }

        var fresh = await client.FindAsync(prediction.Id, cancellationToken) ?? throw Unusable();
        if (!fresh.IsSucceeded || fresh.Pictures.Count == 0)
        {
            return fresh;
        }

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

    private async Task FetchAllAsync(Prediction prediction, AnswerSpool spool, CancellationToken cancellationToken)
    {
        if (prediction.Pictures.Count > MostPictures)
        {
            throw Unusable();
        }

        for (var number = 0; number < prediction.Pictures.Count; number++)
        {
            var part = AnswerSpool.Picture(number);
            if (!await IsThereAsync(spool, part, cancellationToken))
            {
                await FetchAsync(prediction.Pictures[number], spool, part, cancellationToken);
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
            ReplicateProvider.Name,
            FailureKind.Unreadable,
            Charge.None,
            "Replicate gave no addresses of pictures that work.",
            inner
        );
}
