namespace Atelier.Data.Webhooks;

/// <summary>What a round of fanning out did.</summary>
/// <param name="Messages">Messages that it made.</param>
/// <param name="More">Whether there may be more to do at once.</param>
public readonly record struct FanOutRound(int Messages, bool More);
