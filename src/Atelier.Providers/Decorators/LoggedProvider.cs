using Atelier.Providers.Answers;
using Atelier.Providers.Failures;
using Microsoft.Extensions.Logging;

namespace Atelier.Providers.Decorators;

/// <summary>Writes down each step and how it ended: never prompts, keys, bodies or a provider's own words.</summary>
public sealed partial class LoggedProvider(IRemoteProvider inner, ILogger<LoggedProvider> logger)
    : ObservingProvider(inner)
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
            LogResult(step, result);
            return result;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            LogCanceled(Id, step);
            throw;
        }
        catch (ProviderException failure)
        {
            LogFailure(step, failure);
            throw;
        }
        catch (Exception failure)
        {
            LogBroken(Id, step, failure.GetType().Name);
            throw;
        }
    }

    private void LogResult<T>(ProviderStep step, T result)
    {
        if (result is TaskState.Failed { Failure: var failure })
        {
            LogFailure(step, failure);
        }
        else
        {
            LogDone(Id, step, result?.GetType().Name);
        }
    }

    // The cause is named by its type alone, since its message may quote the provider.
    private void LogFailure(ProviderStep step, ProviderException failure) =>
        LogFailed(
            Id,
            step,
            failure.Kind,
            failure.Charge,
            failure.Status,
            failure.RequestId,
            failure.InnerException?.GetType().Name
        );
}
