using Atelier.Providers.OpenAi.Moderation;

namespace Atelier.Engine.Policy;

/// <summary>Answers of the last minutes by the hash of what was asked; it holds no words.</summary>
internal sealed class ModerationMemory(TimeProvider time)
{
    private const int Most = 10_000;

    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (ModerationAnswer Answer, long At)> _answers = [];
    private readonly Queue<string> _order = new();

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
            if (!_answers.ContainsKey(key))
            {
                _order.Enqueue(key);
            }

            _answers[key] = (answer, time.GetTimestamp());
            if (_order.Count > Most)
            {
                _answers.Remove(_order.Dequeue());
            }
        }
    }
}
