using Atelier.Emulators.Engine;
using Atelier.Emulators.Hosting;

namespace Atelier.Crash.Tests.Checking;

/// <summary>What one provider got, sent and billed.</summary>
/// <param name="MostAtOnce">Calls under way at the same time, as the provider saw it.</param>
internal sealed record Bills(
    string Wire,
    Bill Bill,
    IReadOnlyDictionary<int, PaidPost> Posts,
    IReadOnlyList<SentPicture> Pictures,
    IReadOnlyList<Violation> Violations,
    int MostAtOnce
)
{
    public static Bills Of(EmulatedWire wire) =>
        new(
            wire.Id,
            wire.Bill,
            wire.Calls.Select(call => PaidPost.Of(wire.Id, call)).OfType<PaidPost>().ToDictionary(post => post.Number),
            wire.Pictures,
            wire.Violations,
            wire.MostTasksAtOnce
        );
}
