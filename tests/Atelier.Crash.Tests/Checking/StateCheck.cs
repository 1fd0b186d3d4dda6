using Atelier.Crash.Tests.Runs;

namespace Atelier.Crash.Tests.Checking;

/// <summary>Everything that was accepted has ended, and most of it well.</summary>
internal static class StateCheck
{
    private const double LeastComplete = 0.7;
    private const int MostStrikes = 5;

    public static IEnumerable<string> Check(Evidence evidence)
    {
        var facts = evidence.Facts;
        foreach (var lost in evidence.Accepted.Except(facts.Generations.Select(generation => generation.Id)))
        {
            yield return $"generation {lost} was accepted and is not there";
        }

        foreach (var open in facts.Generations.Where(generation => !generation.Terminal))
        {
            yield return $"generation {open.Id} ({open.Wire}) is still {open.State}";
        }

        if (facts.Generations.All(generation => generation.Terminal) && facts.Queued > 0)
        {
            yield return $"{facts.Queued} rows are in the queue and nothing is left to do";
        }

        foreach (var complete in facts.Generations.Where(generation => generation.State == "complete"))
        {
            if (complete.Filled == 0 || complete.Filled + complete.Errors != complete.Count)
            {
                yield return $"generation {complete.Id} is complete with {complete.Filled} of {complete.Count} pictures";
            }

            if (complete.Errors > 0 && !WasHit(evidence, complete))
            {
                yield return $"generation {complete.Id} lacks {complete.Errors} pictures, and no call of it was hit";
            }
        }

        foreach (var failed in facts.Generations.Where(generation => generation.State is "failed" or "canceled"))
        {
            // What is struck again and again is taken for what kills its process.
            var times = evidence.Strikes.Count(strike => strike.Held.Contains(failed.Id));
            if (!WasHit(evidence, failed) && times < MostStrikes)
            {
                yield return $"generation {failed.Id} ({failed.Wire}) {failed.State}: {failed.ErrorCode}; it was struck {times} "
                    + "times, and no call of it was hit";
            }
        }

        // Whoever is frozen must not hold up the others; where all are killed, things may well stand still.
        if (evidence.Strikes.Any(strike => strike.Kind == StrikeKind.Frozen) && evidence.Standstill > evidence.Promised)
        {
            yield return $"nothing ended for {evidence.Standstill.TotalSeconds:F1} s: whoever was struck held up everybody";
        }

        var share =
            facts.Generations.Count(generation => generation.State == "complete") / (double)facts.Generations.Count;
        if (!(share >= LeastComplete))
        {
            yield return $"only {share:P0} of {facts.Generations.Count} generations are complete";
        }
    }

    private static bool WasHit(Evidence evidence, GenerationFacts generation) =>
        evidence.Facts.Attempts.Any(attempt =>
            attempt.GenerationId == generation.Id && evidence.Hits.Contains(attempt.Id)
        );
}
