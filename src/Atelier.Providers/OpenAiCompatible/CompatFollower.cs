using Atelier.Providers.Answers;
using Atelier.Providers.Calls;
using Atelier.Providers.Failures;
using Atelier.Providers.Http;

namespace Atelier.Providers.OpenAiCompatible;

/// <summary>
/// Keeps an answer that came, and follows what it only names: that is a task of our own, which bears the attempt's id. An answer
/// stays where it was written first, however large it is; the part written last only says that all is there.
/// </summary>
internal sealed class CompatFollower(CompatPictures pictures, string provider, bool free)
{
    // With the pauses between them a quarter of an hour; addresses live for an hour at the least.
    private const int Looks = 20;

    // A minute: what costs nothing is sooner made again than found.
    private const int FreeLooks = 5;

    private static ReadOnlyMemory<byte> Done { get; } = """{"kept_in":"response"}"""u8.ToArray();

    /// <param name="names">Whether addresses were asked for: then they are what is looked for, whatever came.</param>
    /// <exception cref="ProviderException">It did not come whole, or could not be kept.</exception>
    public async Task<Submission> KeepAsync(
        SiteAnswer answer,
        PaidCall call,
        bool names,
        CancellationToken cancellationToken
    )
    {
        // One write for the answer and for the task that it may be: whoever dies from here on has lost neither.
        await answer.SpoolAsync(call.Spool, AnswerSpool.Response, CompatPictures.MostBytes(call.Pictures));
        try
        {
            if (!names && !await pictures.AreNamedAsync(call.Spool, cancellationToken))
            {
                await EndAsync(call.Spool, cancellationToken);
                return new Submission.Answered(answer.RequestId);
            }
        }
        catch (Exception failure)
            when (failure is IOException or UnauthorizedAccessException or OperationCanceledException)
        {
            // It is kept; whoever looks for its pictures goes on from there.
        }

        return new Submission.Submitted($"{call.AttemptId}", TimeSpan.Zero, answer.RequestId);
    }

    /// <summary>Looks for the pictures of an answer; null where there is none in the spool.</summary>
    /// <exception cref="ProviderException">One could not be had now; trying again costs nothing.</exception>
    public async Task<TaskState?> PollAsync(int polls, AnswerSpool spool, CancellationToken cancellationToken)
    {
        IReadOnlyList<CompatItem>? items;
        try
        {
            items = await pictures.ItemsAsync(spool, cancellationToken);
        }
        catch (ProviderException failure) when (failure.Kind == FailureKind.Unreadable)
        {
            return Failed(failure);
        }

        if (items is null)
        {
            return null;
        }

        var again = polls < (free ? FreeLooks : Looks);
        if (await pictures.FetchAsync(items, spool, again, cancellationToken))
        {
            await EndAsync(spool, cancellationToken);
            return new TaskState.Answered();
        }

        return Failed(
            new ProviderException(
                provider,
                FailureKind.Unreadable,
                free ? Charge.None : Charge.Charged,
                $"The answer of {provider} names no picture that can be had."
            )
        );
    }

    private TaskState.Failed Failed(ProviderException failure) => new(failure, free ? 0 : null);

    private static Task EndAsync(AnswerSpool spool, CancellationToken cancellationToken) =>
        spool.WriteAsync(
            AnswerSpool.Answer,
            (stream, cancel) => stream.WriteAsync(Done, cancel).AsTask(),
            cancellationToken
        );
}
