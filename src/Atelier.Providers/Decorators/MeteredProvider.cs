using System.Diagnostics;
using System.Diagnostics.Metrics;
using Atelier.Core;
using Atelier.Providers.Answers;
using Atelier.Providers.Failures;

namespace Atelier.Providers.Decorators;

/// <summary>Counts failures and measures how long the provider takes. A cancellation of ours is no failure.</summary>
/// <param name="key">The variable of the key that it bears, where there are several; null leaves it out.</param>
public sealed class MeteredProvider(IRemoteProvider inner, Meter meter, TimeProvider time, string? key = null)
    : ObservingProvider(inner)
{
    private readonly Histogram<double> _duration = meter.CreateHistogram<double>(
        "atelier.provider.call.duration",
        "s",
        "Time a provider took for a step."
    );

    private readonly Counter<long> _failures = meter.CreateCounter<long>(
        "atelier.provider.failures",
        description: "Failures of providers, by kind and by what is known of their charge."
    );

    protected override async Task<T> ObserveAsync<T>(
        ProviderStep step,
        Func<Task<T>> run,
        CancellationToken cancellationToken
    )
    {
        var start = time.GetTimestamp();
        try
        {
            var result = await run();
            if (result is TaskState.Failed { Failure: var failure })
            {
                Count(failure);
            }

            return result;
        }
        catch (ProviderException failure)
        {
            Count(failure);
            throw;
        }
        finally
        {
            // Reading is work of ours, in the spool.
            if (step != ProviderStep.Read)
            {
                _duration.Record(time.GetElapsedTime(start).TotalSeconds, Tags([new("step", SnakeCase.Of(step))]));
            }
        }
    }

    private void Count(ProviderException failure) =>
        _failures.Add(1, Tags([new("kind", SnakeCase.Of(failure.Kind)), new("charge", SnakeCase.Of(failure.Charge))]));

    private TagList Tags(ReadOnlySpan<KeyValuePair<string, object?>> own)
    {
        var tags = new TagList { { "provider", Id } };
        foreach (var tag in own)
        {
            tags.Add(tag);
        }

        if (key is not null)
        {
            tags.Add("key", key);
        }

        return tags;
    }
}
