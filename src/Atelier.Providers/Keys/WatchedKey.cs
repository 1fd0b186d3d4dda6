using Atelier.Providers.Decorators;
using Atelier.Providers.Failures;

namespace Atelier.Providers.Keys;

/// <summary>The adapter of one key; tells of failures that may say something of the key.</summary>
internal sealed class WatchedKey(ProviderKey key, Action<ProviderKey, ProviderException> tell)
    : ObservingProvider(key.Adapter)
{
    protected override async Task<T> ObserveAsync<T>(
        ProviderStep step,
        Func<Task<T>> run,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var result = await run();
            if (result is Answers.TaskState.Failed { Failure: var failure })
            {
                tell(key, failure);
            }

            return result;
        }
        catch (ProviderException failure)
        {
            // A key may make pictures and not read an account; and one question too many says nothing of new calls.
            if (step == ProviderStep.Submit || (step != ProviderStep.Check && failure.Kind != FailureKind.RateLimited))
            {
                tell(key, failure);
            }

            throw;
        }
    }
}
