using Atelier.Providers.Answers;
using Atelier.Providers.Calls;

namespace Atelier.Providers.Decorators;

/// <summary>Estimates the cost where the provider does not tell it: the expected price, for as many calls as the pictures need.</summary>
public sealed class CostedProvider(IRemoteProvider inner) : DelegatingProvider(inner)
{
    public override async Task<ProviderAnswer> ReadAsync(
        CompiledCall call,
        AnswerSpool spool,
        CancellationToken cancellationToken
    )
    {
        var answer = await base.ReadAsync(call, spool, cancellationToken);
        return answer.CostNanos is null && call.ExpectedNanos is { } expected
            ? answer with
            {
                CostNanos = LeastCalls(Billed(answer, call), call.PicturesPerCall) * expected,
                Estimated = true,
            }
            : answer;
    }

    // What was asked for and made is billed, whatever became of it; what a server lists besides is not.
    private static int Billed(ProviderAnswer answer, CompiledCall call) =>
        Math.Max(answer.Pictures.Count, Math.Min(answer.Listed ?? 0, call.Asked ?? call.MaxPerCall));

    private static long LeastCalls(int pictures, int perCall) => (pictures + perCall - 1) / perCall;
}
