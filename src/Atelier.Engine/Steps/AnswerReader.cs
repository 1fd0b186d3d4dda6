using Atelier.Core.States;
using Atelier.Data.Attempts;
using Atelier.Data.Blobs;
using Atelier.Imaging.Reading;
using Atelier.Providers;
using Atelier.Providers.Answers;
using Atelier.Providers.Calls;
using Atelier.Providers.Failures;
using Microsoft.Extensions.Logging;

namespace Atelier.Engine.Steps;

/// <summary>Reads spooled answers; what cannot be read has failed, and was paid for.</summary>
internal sealed partial class AnswerReader(
    ProviderRegistry providers,
    PictureReader pictures,
    IBlobStore blobs,
    ILogger<AnswerReader> logger
)
{
    /// <summary>The answer of an attempt, or what becomes of the attempt because it holds none.</summary>
    public async Task<(ProviderAnswer? Answer, AttemptChange? Failed)> ReadAsync(
        Job job,
        AttemptRow attempt,
        CancellationToken cancellationToken
    )
    {
        var provider =
            providers.FindRemote(attempt.Lane)
            ?? throw new InvalidOperationException($"Provider {attempt.Lane} is not switched on at this node.");
        try
        {
            var offer = job.Plan.Chain[attempt.Link];
            // What came can be read without the words that asked for it.
            var call =
                job.CallOf(attempt.Link)
                ?? new CompiledCall(offer.Provider, offer.Model, offer.PicturesPerCall, offer.MaxPerCall, default, []);
            var answer = await provider.ReadAsync(
                call with
                {
                    ExpectedNanos = offer.ExpectedNanos,
                    Asked = attempt.Slots.Count,
                },
                new BlobSpool(blobs, attempt.Id),
                cancellationToken
            );
            if (await Task.Run(() => answer.Pictures.Any(IsPicture), cancellationToken))
            {
                return (answer, null);
            }

            // Something came and was billed; none of it is a picture.
            LogNoPicture(attempt.Lane, attempt.Id, answer.Pictures.Count);
            var failure = new ProviderException(
                attempt.Lane,
                FailureKind.Unreadable,
                Charge.Charged,
                "No picture came."
            );
            return (null, AttemptWatch.Failed(job, attempt, failure, answer.CostNanos));
        }
        catch (ProviderException exception)
        {
            LogUnreadable(attempt.Lane, attempt.Id, exception.Kind);
            return (null, AttemptWatch.Failed(job, attempt, exception, exception.CostNanos, answered: true));
        }
    }

    // By its header alone: what is damaged further in costs its own slot only.
    private bool IsPicture(EncodedPicture picture)
    {
        try
        {
            return pictures.ReadHeader(picture.Bytes).Pages == 1;
        }
        catch (UnreadablePictureException)
        {
            return false;
        }
    }

    /// <summary>All answers of a job, or the failures of those that hold none.</summary>
    public async Task<(
        IReadOnlyList<(AttemptRow Attempt, ProviderAnswer Answer)> Answers,
        IReadOnlyList<Look> Failures
    )> ReadAllAsync(Job job, CancellationToken cancellationToken)
    {
        var (answers, failures) = (new List<(AttemptRow, ProviderAnswer)>(), new List<Look>());
        foreach (var attempt in job.Attempts.Where(attempt => attempt.State == AttemptState.Answered))
        {
            var (answer, failed) = await ReadAsync(job, attempt, cancellationToken);
            if (answer is not null)
            {
                answers.Add((attempt, answer));
            }
            else
            {
                failures.Add(new Look(failed));
            }
        }

        return (answers, failures);
    }

    [LoggerMessage(LogLevel.Error, "None of the {Count} pictures in {Provider}'s answer to attempt {AttemptId} is one")]
    private partial void LogNoPicture(string provider, Guid attemptId, int count);

    [LoggerMessage(LogLevel.Error, "The answer of {Provider} to attempt {AttemptId} holds no picture ({Kind})")]
    private partial void LogUnreadable(string provider, Guid attemptId, FailureKind kind);
}
