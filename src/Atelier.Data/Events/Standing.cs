namespace Atelier.Data.Events;

/// <summary>Where an account's generations stand at one moment.</summary>
/// <param name="Seq">The account's last event: whoever has this list and what comes behind it misses nothing.</param>
/// <param name="Rows">In order of their last events.</param>
public sealed record Standing(long Seq, IReadOnlyList<ProgressRow> Rows);
