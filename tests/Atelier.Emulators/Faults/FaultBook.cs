using Atelier.Emulators.Wires;

namespace Atelier.Emulators.Faults;

/// <summary>The rules of a wire; the first one that is due for a call is played on it.</summary>
internal sealed class FaultBook
{
    private readonly Lock _lock = new();
    private readonly List<FaultState> _rules = [];

    public IReadOnlyList<FaultState> Snapshot()
    {
        lock (_lock)
        {
            return [.. _rules];
        }
    }

    public void Add(IEnumerable<FaultRule> rules)
    {
        lock (_lock)
        {
            _rules.AddRange(rules.Select(rule => new FaultState(rule, 0, 0)));
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _rules.Clear();
        }
    }

    public FaultRule? Take(string operation, OperationKind kind, string prompt, string key)
    {
        FaultRule? taken = null;
        lock (_lock)
        {
            for (var i = 0; i < _rules.Count; i++)
            {
                var (rule, seen, played) = _rules[i];
                if (!Fits(rule, operation, kind, prompt) || (rule.Key is { } only && only != key))
                {
                    continue;
                }

                seen++;
                var due = taken is null && seen >= rule.Nth && (rule.Times == 0 || played < rule.Times);
                taken = due ? rule : taken;
                _rules[i] = new FaultState(rule, seen, played + (due ? 1 : 0));
            }
        }

        return taken;
    }

    private static bool Fits(FaultRule rule, string operation, OperationKind kind, string prompt) =>
        (rule.Operation is null || rule.Operation == operation)
        && (rule.Prompt is null || prompt.Contains(rule.Prompt, StringComparison.OrdinalIgnoreCase))
        && rule.Action switch
        {
            FaultAction.ExpiredUrl => kind == OperationKind.File,
            FaultAction.VanishedTask => kind is OperationKind.Create or OperationKind.Poll,
            FaultAction.Refuse
            or FaultAction.FailedTask
            or FaultAction.DuplicateCallback
            or FaultAction.LateCallback
            or FaultAction.NoCallback => kind == OperationKind.Create,
            FaultAction.BrokenJson => kind != OperationKind.File,
            _ => true,
        };
}
