using Atelier.Emulators.Hosting;
using Atelier.Emulators.Wires;

namespace Atelier.Emulators.Faults;

/// <summary>Refuses rules that could never be played.</summary>
internal static class FaultRuleCheck
{
    private const int MostDelayMs = 600_000;

    /// <exception cref="EmulatorException">Names the field and what it may be.</exception>
    public static void Check(FaultRule rule, IWire wire)
    {
        var operations = wire.Operations.Select(operation => operation.Name).Distinct().Order().ToList();
        Require(
            rule.Operation is null || operations.Contains(rule.Operation),
            $"operation: {wire.Id} has no '{rule.Operation}'; it has {string.Join(", ", operations)}."
        );
        Require(Enum.IsDefined(rule.Action), "action: not one of the known ones; GET /_control lists them.");
        Require(rule.Nth >= 1, "nth: from 1 on.");
        Require(rule.Times >= 0, "times: 0 (always) or more.");
        Require(rule.DelayMs is >= 0 and <= MostDelayMs, $"delay_ms: 0 to {MostDelayMs}.");
        Require(rule.Status is null or (>= 400 and <= 599), "status: 400 to 599.");
        Require(rule.RetryAfter is null or >= 0, "retry_after: seconds, 0 or more.");
        Require(rule.Action != FaultAction.Latency || rule.DelayMs > 0, "delay_ms: latency needs more than 0.");
        Require(
            rule.Action != FaultAction.ExpiredUrl
                || wire.Operations.Any(operation => operation.Kind == OperationKind.File),
            $"action: {wire.Id} has no files."
        );
        Require(wire.HasTasks || !NeedsTasks(rule.Action), $"action: {wire.Id} answers at once and has no tasks.");
    }

    private static bool NeedsTasks(FaultAction action) =>
        action
            is FaultAction.VanishedTask
                or FaultAction.FailedTask
                or FaultAction.DuplicateCallback
                or FaultAction.LateCallback
                or FaultAction.NoCallback;

    private static void Require(bool holds, string message)
    {
        if (!holds)
        {
            throw new EmulatorException(message);
        }
    }
}
