using Atelier.Providers.Answers;
using Atelier.Providers.Calls;

namespace Atelier.Providers.Decorators;

/// <summary>Sends nothing where the answer lies in the spool already, as after a crash between answer and note.</summary>
public sealed class SpooledProvider(IRemoteProvider inner) : DelegatingProvider(inner)
{
    public override async Task<Submission> SubmitAsync(PaidCall call, CancellationToken cancellationToken)
    {
        if (await HasAsync(call, AnswerSpool.Answer, cancellationToken))
        {
            return new Submission.Answered(RequestId: null);
        }

        return await HasAsync(call, AnswerSpool.Response, cancellationToken)
            ? new Submission.Submitted($"{call.AttemptId}", TimeSpan.Zero, RequestId: null)
            : await base.SubmitAsync(call, cancellationToken);
    }

    private static async Task<bool> HasAsync(PaidCall call, string part, CancellationToken cancellationToken)
    {
        await using var kept = await call.Spool.OpenAsync(part, cancellationToken);
        return kept is not null;
    }
}
