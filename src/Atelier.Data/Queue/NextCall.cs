namespace Atelier.Data.Queue;

/// <summary>The call that the next claim of a generation shall make: the claim's transaction writes it as an intent.</summary>
/// <param name="Link">The place in the plan's chain.</param>
/// <param name="Slots">The slots it serves, 1 or more.</param>
/// <param name="Risk">Nano-dollars it can cost at most; 0 for a painter of our own.</param>
/// <param name="PostTimeout">How long its POST may take in all.</param>
/// <param name="Rerun">Whether an older call for these slots is still unknown.</param>
public sealed record NextCall(
    string Lane,
    int Link,
    IReadOnlyList<int> Slots,
    long Risk,
    TimeSpan PostTimeout,
    bool Rerun = false
)
{
    internal short[] SlotNumbers => [.. Slots.Select(slot => (short)slot)];
}
