namespace Atelier.Bench.Progress.Runs;

/// <summary>A message as a client had it.</summary>
/// <param name="Node">The node that told it, from 0.</param>
/// <param name="Live">Whether it came as it happened, and not after a reconnect.</param>
/// <param name="At">When it happened, by the database's clock, which is this machine's.</param>
internal sealed record Heard(
    Guid Generation,
    long Seq,
    string Status,
    int Progress,
    int Node,
    bool Live,
    DateTimeOffset At,
    DateTimeOffset ReceivedAt
)
{
    public bool Ends => Status is "complete" or "failed";
}
