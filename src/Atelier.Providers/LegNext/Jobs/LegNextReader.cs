using System.Text.Json;
using Atelier.Providers.Answers;
using Atelier.Providers.Calls;
using Atelier.Providers.Failures;

namespace Atelier.Providers.LegNext.Jobs;

/// <summary>Reads a finished job and its pictures from the spool.</summary>
internal static class LegNextReader
{
    public static async Task<ProviderAnswer> ReadAsync(
        CompiledCall call,
        AnswerSpool spool,
        CancellationToken cancellationToken
    )
    {
        var job = await ReadJobAsync(spool, cancellationToken) ?? throw Unreadable();
        // What could not be had is not there; all were made, and so all are billed.
        var pictures = await new SpooledPictures(spool).ReadAllAsync(job.Pictures.Count, job.Seed, cancellationToken);
        return pictures.Count == 0 ? throw Unreadable() : Cost(job, call, pictures);
    }

    // Zero points with some still set aside mean a job that was not settled yet, not one for nothing.
    private static ProviderAnswer Cost(LegNextJob job, CompiledCall call, List<EncodedPicture> pictures) =>
        job switch
        {
            { Consumed: null } => new ProviderAnswer(pictures, call.ExpectedNanos, Estimated: true),
            { Consumed: 0, Frozen: > 0 } => new ProviderAnswer(
                pictures,
                LegNextPoller.NanosOf(job.Frozen),
                Estimated: true
            ),
            _ => new ProviderAnswer(pictures, LegNextPoller.NanosOf(job.Consumed)),
        };

    private static async Task<LegNextJob?> ReadJobAsync(AnswerSpool spool, CancellationToken cancellationToken)
    {
        await using var part = await spool.OpenAsync(AnswerSpool.Answer, cancellationToken);
        if (part is null)
        {
            return null;
        }

        try
        {
            using var document = await JsonDocument.ParseAsync(part, cancellationToken: cancellationToken);
            return LegNextJob.Read(document.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ProviderException Unreadable() =>
        new(
            LegNextProvider.Name,
            FailureKind.Unreadable,
            Charge.Charged,
            "What was kept of LegNext's answer makes no sense."
        );
}
