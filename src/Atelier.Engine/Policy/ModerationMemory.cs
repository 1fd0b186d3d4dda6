using Atelier.Providers.OpenAi.Moderation;

namespace Atelier.Engine.Policy;

/// <summary>Answers of the last hour (requirement C-78) by the hash of what was asked; it holds no words.</summary>
internal sealed class ModerationMemory(TimeProvider time)
{
    private const int Most = 10_000;

    private static readonly TimeSpan Life = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (ModerationAnswer Answer, long At)> _answers = [];

    // By age: what is kept anew stands in it twice, and only its newer place counts.
    private readonly Queue<(string Key, long At)> _order = new();

    /// <summary>How many answers it holds.</summary>
    internal int Count
    {
        get
        {
            lock (_lock)
            {
                return _answers.Count;
            }
        }
    }

    public ModerationAnswer? Find(string key)
    {
        lock (_lock)
        {
            return _answers.TryGetValue(key, out var known) && time.GetElapsedTime(known.At) < Life
                ? known.Answer
                : null;
        }
    }

    public void Keep(string key, ModerationAnswer answer)
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            _answers[key] = (answer, now);
            _order.Enqueue((key, now));
            while (
                _order.TryPeek(out var oldest) && (_order.Count > Most || time.GetElapsedTime(oldest.At, now) >= Life)
            )
            {
                _order.Dequeue();
                if (_answers.TryGetValue(oldest.Key, out var known) && known.At == oldest.At)
                {
                    _answers.Remove(oldest.Key);
                }
            }
        }
    }
}
