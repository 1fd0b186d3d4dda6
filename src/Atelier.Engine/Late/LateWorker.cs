using Atelier.Core;
using Atelier.Core.States;
using Atelier.Data.Attempts;
using Atelier.Data.Costs;
using Atelier.Data.Images;
using Atelier.Engine.Steps;
using Atelier.Engine.Sweeping;
using Atelier.Engine.Working;
using Atelier.Providers.Failures;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Atelier.Engine.Late;

/// <summary>
/// Looks after calls that outlived their generation. What they still bring becomes candidates, what they cost is booked; the
/// generation and its caller's account never change.
/// </summary>
internal sealed partial class LateWorker(
    LateStore store,
    JobLoader loader,
    AttemptWatch watch,
    AnswerReader reader,
    FinishStep finish,
    JobEnder ender,
    IOptions<WorkOptions> options,
    TimeProvider time,
    ILogger<LateWorker> logger
) : PeriodicService(time)
{
    private const int MostAtOnce = 16;

    // Of an answer that is there. With their pauses they take a day: the place of the pictures may be away or full, and a node may
    // be ended again and again by something else.
    internal const int MostLooks = 30;

    /// <summary>One round over what is due.</summary>
    /// <returns>How many attempts were looked at.</returns>
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        var due = await store.ClaimAsync(MostAtOnce, cancellationToken);
        foreach (var attempt in due)
        {
#pragma warning disable CA1031 // One attempt that breaks must not keep the others from being looked at.
            try
            {
                await LookAsync(attempt, cancellationToken);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                LogFailed(attempt.Id, exception);
            }
#pragma warning restore CA1031
        }

        return due.Count;
    }

    protected override TimeSpan Pause => options.Value.LateEvery;

    protected override Task RoundAsync(CancellationToken cancellationToken) => RunOnceAsync(cancellationToken);

    protected override void Tell(Exception failure) => LogUnread(failure);

    private async Task LookAsync(AttemptRow attempt, CancellationToken cancellationToken)
    {
        if (await loader.LoadAsync(attempt.GenerationId, cancellationToken) is not { } job)
        {
            return;
        }

        if (attempt.Stored && attempt.LateLooks > MostLooks)
        {
            // Counted before each look: an answer that breaks whoever reads it must not do so for ever. Its bill stands.
            LogGivenUp(attempt.Id);
            await EndAsync(job, Unreadable(job, attempt), [], cancellationToken);
            return;
        }

        var look = await watch.LookAsync(job, attempt, cancellationToken);
        var state = look.Change?.State ?? attempt.State;
        if (state == AttemptState.Answered)
        {
            await KeepAsync(job, attempt, cancellationToken);
        }
        else if (attempt.State.IsLive() && look.Change is { } change && change.State != attempt.State)
        {
            await EndAsync(job, change, [], cancellationToken);
        }
        else if (!attempt.State.IsLive())
        {
            await AfterLateFactAsync(job, attempt, look, cancellationToken);
        }
    }

    // A fact came after its end, such as the name of its task, and there is no picture yet.
    private async Task AfterLateFactAsync(Job job, AttemptRow attempt, Look look, CancellationToken cancellationToken)
    {
        if (look.Change is { State: AttemptState.Failed, Booking: Booking.Cost } billed)
        {
            await EndAsync(job, billed, [], cancellationToken);
        }
        else if (look.Again is null || look.Change?.State is AttemptState.Failed or AttemptState.Unknown)
        {
            // Nothing more is to be had from it: its task ended for nothing, or is not known there any more.
            await store.PutAsideAsync(attempt.Id, cancellationToken);
        }
    }

    private static AttemptChange Unreadable(Job job, AttemptRow attempt) =>
        new(
            attempt.Id,
            AttemptState.Failed,
            SnakeCase.Of(FailureKind.Unreadable),
            new Booking.Cost(job.Plan.Chain[attempt.Link].ExpectedOf(attempt.Slots.Count), Estimated: true)
        );

    private async Task KeepAsync(Job job, AttemptRow attempt, CancellationToken cancellationToken)
    {
        var (answer, failed) = await reader.ReadAsync(job, attempt, cancellationToken);
        if (answer is null)
        {
            await EndAsync(job, failed!, [], cancellationToken);
            return;
        }

        var candidates = new List<NewImage>();
        for (var number = 0; number < answer.Pictures.Count; number++)
        {
            if (await finish.KeepAsync(job, attempt, answer.Pictures[number], number, cancellationToken) is { } image)
            {
                candidates.Add(image);
            }
        }

        await EndAsync(job, FinishStep.Succeeded(job, attempt, answer), candidates, cancellationToken);
    }

    private async Task EndAsync(
        Job job,
        AttemptChange change,
        List<NewImage> candidates,
        CancellationToken cancellationToken
    )
    {
        if (await store.EndAsync(change, job.GenerationId, job.AccountId, candidates, cancellationToken))
        {
            LogEnded(change.AttemptId, change.State, candidates.Count, change.Booking is Booking.Cost);
            if (!change.State.IsLive())
            {
                await ender.ForgetAsync(change.AttemptId);
            }
        }
    }

    [LoggerMessage(
        LogLevel.Information,
        "Attempt {AttemptId} outlived its generation and ended {State} with {Pictures} candidates; billed: {Billed}"
    )]
    private partial void LogEnded(Guid attemptId, AttemptState state, int pictures, bool billed);

    [LoggerMessage(
        LogLevel.Error,
        "The answer to attempt {AttemptId} could not be read in many tries; only its bill is kept"
    )]
    private partial void LogGivenUp(Guid attemptId);

    [LoggerMessage(LogLevel.Error, "Attempt {AttemptId}, which outlived its generation, could not be looked after")]
    private partial void LogFailed(Guid attemptId, Exception exception);

    [LoggerMessage(LogLevel.Warning, "Calls that outlived their generation could not be read; trying again")]
    private partial void LogUnread(Exception exception);
}
