using Atelier.Core.Limits;

namespace Atelier.Data.Limits;

/// <summary>How often an account asked for a group of operations, in each of its spans, as read under the account's lock.</summary>
internal sealed class OperationUse(string group, string tier)
{
    private readonly List<Part> _parts = [];

    /// <summary>The account's tier: a limit may hold at one door and not at another.</summary>
    public string Tier => tier;

    /// <param name="day">Whether the span is the day from midnight on, and not a time back from now.</param>
    /// <param name="resetsIn">When the next place is free.</param>
    public void Add(int limit, int used, TimeSpan span, TimeSpan resetsIn, bool day) =>
        _parts.Add(new Part(limit, used, span, resetsIn, day));

    public IEnumerable<LimitWindow> Windows => _parts.Select(part => part.Window);

    /// <summary>The full span that lasts longest; null when all have a place.</summary>
    public OperationFull? FindFull() =>
        _parts
            .Where(part => part.Used >= part.Limit)
            .OrderByDescending(part => part.ResetsIn)
            .Select(part => new OperationFull(group, part.Window, part.Day))
            .FirstOrDefault();

    public void Take()
    {
        for (var index = 0; index < _parts.Count; index++)
        {
            var part = _parts[index];
            // The first of a sliding span is the first to leave it.
            var resets = part is { Used: 0, Day: false } ? part.Span : part.ResetsIn;
            _parts[index] = part with { Used = part.Used + 1, ResetsIn = resets };
        }
    }

    private sealed record Part(int Limit, int Used, TimeSpan Span, TimeSpan ResetsIn, bool Day)
    {
        public LimitWindow Window => new(Limit, Math.Max(0, Limit - Used), Span, ResetsIn);
    }
}
