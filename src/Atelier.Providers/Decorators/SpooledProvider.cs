using Atelier.Providers.Answers;
using Atelier.Providers.Calls;

namespace Atelier.Providers.Decorators;

/// <summary>Sends nothing where the answer lies in the spool already, as after a crash between answer and note.</summary>
public sealed class SpooledProvider(IRemoteProvider inner) : DelegatingProvider(inner)
{
    public override async Task<Submission> SubmitAsync(PaidCall call, CancellationToken cancellationToken)
    {
        await using var answer = await call.Spool.OpenAsync(AnswerSpool.Answer, cancellationToken);
        return answer is null
            ? await base.SubmitAsync(call, cancellationToken)
            : new Submission.Answered(RequestId: null);
    }
}
