using Atelier.Emulators.Engine;

namespace Atelier.Emulators.Wires.Stability;

/// <summary>The credits of the account, counted in thousandths; a credit is a cent.</summary>
internal sealed class StabilityPurse(long credits)
{
    public const string Unit = "millicredit";

    private const long MilliPerCredit = 1_000;
    private const long NanosPerMilli = 10_000;

    /// <summary>Takes the credits of finished work; false when there are too few.</summary>
    public bool Charge(WireRequest request, int milliCredits, int pictures)
    {
        if (!Freeze(request, milliCredits))
        {
            return false;
        }

        request.Run.Bill.Thaw(
            milliCredits,
            LineOf(request.Id, request.Call, request.Operation, request.Now, milliCredits, pictures)
        );
        return true;
    }

    /// <summary>Lays credits aside for work that is not done yet; false when there are too few.</summary>
    public bool Freeze(WireRequest request, int milliCredits) =>
        request.Run.Bill.TryFreeze(milliCredits, credits * MilliPerCredit);

    public Reply Balance(WireRequest request)
    {
        var bill = request.Run.Bill.Snapshot();
        var left = ((credits * MilliPerCredit) - bill.Units - bill.FrozenUnits) / (decimal)MilliPerCredit;
        return Reply.Json(200, new { credits = left });
    }

    /// <summary>Ends a task: what was laid aside is taken, or given back.</summary>
    public static void Settle(WireRun run, StabilityTask task)
    {
        var cost = task.Order.MilliCredits;
        var line = LineOf(task.Id, task.Call, task.Operation, task.EndedAt!.Value, cost, 1);
        run.Bill.Thaw(cost, task.IsBilled ? line : null);
    }

    private static BillLine LineOf(
        string id,
        int call,
        string operation,
        DateTimeOffset at,
        int milliCredits,
        int pictures
    ) => new(id, call, operation, at, milliCredits * NanosPerMilli, milliCredits, Unit, pictures);
}
