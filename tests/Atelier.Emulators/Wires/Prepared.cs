using Atelier.Emulators.Faults;

namespace Atelier.Emulators.Wires;

/// <summary>A request that was checked: its prompt, for faults, and what creates the answer.</summary>
/// <param name="Answer">Called at most once, with the fault that is played.</param>
internal sealed record Prepared(string Prompt, Func<FaultRule?, Reply> Answer)
{
    public static Prepared Always(Reply reply) => new("", _ => reply);
}
