namespace Atelier.Engine.Events;

/// <summary>One thing for a reader.</summary>
/// <param name="Seq">The last of the account's events that the reader has with this one; whoever goes on behind it misses nothing.</param>
/// <param name="News">What to tell; null where all that was before is told by now, or nothing came for a while.</param>
/// <param name="Quiet">Whether nothing came for a while.</param>
public sealed record ProgressFrame(long Seq, ProgressNews? News, bool Quiet = false);
