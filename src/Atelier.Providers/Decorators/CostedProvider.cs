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
                CostNanos = LeastCalls(answer.Pictures.Count, call.PicturesPerCall) * expected,
                Estimated = true,
            }
            : answer;
    }

    private static long LeastCalls(int pictures, int perCall) => (pictures + perCall - 1) / perCall;
}
