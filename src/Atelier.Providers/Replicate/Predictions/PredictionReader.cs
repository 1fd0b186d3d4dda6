using System.Text.Json;
using Atelier.Providers.Answers;
using Atelier.Providers.Calls;
using Atelier.Providers.Failures;

namespace Atelier.Providers.Replicate.Predictions;

/// <summary>Reads a finished prediction and its pictures from the spool.</summary>
internal static class PredictionReader
{
    public static async Task<ProviderAnswer> ReadAsync(
        CompiledCall call,
        AnswerSpool spool,
        CancellationToken cancellationToken
    )
    {
        JsonElement? kept = await ReadKeptAsync(spool, cancellationToken);
        if (
            Prediction.Read(kept) is not { } prediction
            || kept.Number("pictures") is not (> 0 and <= TaskPictures.Most and var count)
        )
        {
            throw Unreadable();
        }

        var seed = kept.Number("seed") is >= 0 and <= uint.MaxValue and var told ? (long?)told : null;
        var pictures = await new SpooledPictures(spool).ReadAllAsync((int)count, seed, cancellationToken);
        return pictures.Count == 0 ? throw Unreadable() : Cost(prediction, call, pictures, (int)count);
    }

    private static ProviderAnswer Cost(
        Prediction prediction,
        CompiledCall call,
        List<EncodedPicture> pictures,
        int made
    )
    {
        if (ReplicateBilling.OfSeconds(prediction) is { } seconds)
        {
            return new ProviderAnswer(pictures, seconds);
        }

        // By the picture, as many as are counted or were made, whether or not they could be had; where there are no measurements
        // at all, that is a guess.
        var official = prediction.Model is { } model && ReplicateModels.Official.Contains(model);
        var measured = official && (prediction.Seconds is not null || prediction.Counted is not null);
        var counted = official && prediction.Counted is >= 0 and <= TaskPictures.Most and var told ? (int)told : made;
        return new ProviderAnswer(pictures, call.ExpectedNanos * counted, Estimated: !measured);
    }

    private static async Task<JsonElement?> ReadKeptAsync(AnswerSpool spool, CancellationToken cancellationToken)
    {
        await using var part = await spool.OpenAsync(AnswerSpool.Answer, cancellationToken);
        if (part is null)
        {
            return null;
        }

        try
        {
            using var document = await JsonDocument.ParseAsync(part, cancellationToken: cancellationToken);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ProviderException Unreadable() =>
        new(
            ReplicateProvider.Name,
            FailureKind.Unreadable,
            Charge.Charged,
            "What was kept of Replicate's answer makes no sense."
        );
}
