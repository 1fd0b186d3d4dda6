namespace Atelier.Crash.Tests.Checking;

/// <summary>No slot was paid for twice, but where a strike hit its call between intent and answer: then once more.</summary>
internal static class PostCheck
{
    public static IEnumerable<string> Check(Evidence evidence) =>
        evidence.Wires.SelectMany(wire => CheckWire(evidence, wire));

    private static IEnumerable<string> CheckWire(Evidence evidence, Bills wire)
    {
        foreach (var violation in wire.Violations)
        {
            yield return $"{wire.Wire} got a call {violation.Call} that it would refuse: {violation.Field} {violation.Message}";
        }

        foreach (var attempt in wire.Posts.Values.Where(post => post.Attempt is not null).GroupBy(post => post.Attempt))
        {
            if (attempt.Count() > 1)
            {
                yield return $"attempt {attempt.Key} was sent {attempt.Count()} times";
            }
        }

        foreach (var posts in wire.Posts.Values.GroupBy(evidence.GenerationOf))
        {
            if (posts.Key is not { } generation)
            {
                yield return $"{wire.Wire} got calls for study {posts.First().Study}, which nobody asked for";
                continue;
            }

            foreach (var problem in CheckSlots(evidence, generation, [.. posts]))
            {
                yield return problem;
            }
        }
    }

    private static IEnumerable<string> CheckSlots(Evidence evidence, GenerationFacts generation, List<PaidPost> posts)
    {
        var attempts = evidence.Facts.Attempts.Where(attempt => attempt.GenerationId == generation.Id).ToList();
        foreach (
            var stray in posts.Where(post =>
                post.SlotIn(generation) is < 0 || post.SlotIn(generation) >= generation.Count
            )
        )
        {
            yield return $"{stray.Wire} got call {stray.Number} for no slot of generation {generation.Id}";
        }

        for (var slot = 0; slot < generation.Count; slot++)
        {
            var its = attempts.Where(attempt => attempt.Serves(slot)).ToList();
            var sent = posts.Count(post => Served(post, slot, generation, its));
            var allowed = its.Any(attempt => evidence.Hits.Contains(attempt.Id)) ? 2 : 1;
            if (sent > allowed)
            {
                yield return $"slot {slot} of generation {generation.Id} ({generation.Wire}) was sent {sent} times, {allowed} allowed; "
                    + $"attempts {string.Join(", ", its.Select(attempt => $"{attempt.Id} {attempt.State}"))}";
            }
        }
    }

    private static bool Served(PaidPost post, int slot, GenerationFacts generation, List<AttemptFacts> its) =>
        post.Attempt is { } id
            ? its.Any(attempt => attempt.Id == id)
            // A call that does not tell whose it is was for all: such a wire makes as many at once as anybody asks for here.
            : post.SlotIn(generation) is not { } told || told == slot;
}
