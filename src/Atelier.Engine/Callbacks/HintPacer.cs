namespace Atelier.Engine.Callbacks;

/// <summary>
/// Spreads the hints about one attempt, so that they cause at most one question a second here, however many come. None is lost:
/// the first of a burst is followed at once, the others by one question a second later.
/// </summary>
public sealed class HintPacer(TimeProvider time)
{
    // Beyond it old ones are forgotten, which lets a burst have one question more.
    private const int MostAttempts = 10_000;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, long> _turns = [];

    /// <summary>How long until this hint is followed, zero to a second; null when one that came before it already will be.</summary>
    public TimeSpan? Take(Guid attemptId)
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            var turn = now;
            if (_turns.TryGetValue(attemptId, out var last))
            {
                if (last > now)
                {
                    return null;
                }

                turn = Math.Max(now, last + (long)(Pause.TotalSeconds * time.TimestampFrequency));
            }
            else if (_turns.Count >= MostAttempts)
            {
                Forget(now);
            }

            _turns[attemptId] = turn;
            return time.GetElapsedTime(now, turn);
        }
    }

    private void Forget(long now)
    {
        var pause = (long)(Pause.TotalSeconds * time.TimestampFrequency);
        foreach (var old in _turns.Where(turn => turn.Value + pause <= now).Select(turn => turn.Key).ToList())
        {
            _turns.Remove(old);
        }

        if (_turns.Count >= MostAttempts)
        {
            _turns.Clear();
        }
    }
}
