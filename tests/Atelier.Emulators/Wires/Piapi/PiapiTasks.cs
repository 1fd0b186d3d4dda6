using Atelier.Emulators.Checking;
using Atelier.Emulators.Engine;
using Atelier.Emulators.Faults;

namespace Atelier.Emulators.Wires.Piapi;

/// <summary>Creates tasks, tells their state, stops them, and settles them when they end.</summary>
internal sealed class PiapiTasks(PiapiUploads uploads)
{
    /// <summary>A ten-millionth of a dollar.</summary>
    public const long NanoDollarsPerUnit = 100;

    /// <summary>What the account has: 100 dollars.</summary>
    public const long Units = 1_000_000_000;

    private const string Unit = "unit";

    public Prepared Create(WireRequest request)
    {
        var problems = new List<Problem>();
        var fields = request.Json(problems, nullIsAbsent: false);
        var order = fields is null ? null : new PiapiFields(request, uploads, problems).Read(fields);
        request.Violate(problems);
        if (PiapiKeys.Check(request) is { } refusal)
        {
            return Prepared.Always(refusal);
        }

        if (problems.Count > 0 || order is null)
        {
            return new Prepared(order?.Prompt ?? "", _ => PiapiErrors.Error(400, problems[0].Message));
        }

        return WordRules.Find(order.Prompt).Count > 0
            ? new Prepared(order.Prompt, _ => PiapiErrors.Fail(WireFailure.Refused, 400, ""))
            : new Prepared(order.Prompt, fault => Create(request, order, fault));
    }

    public static Prepared Get(WireRequest request) =>
        With(
            request,
            (task, fault) =>
            {
                if (fault?.Action == FaultAction.VanishedTask)
                {
                    task.Vanish(fault.Billed);
                }

                task.Poll();
                return task.Vanished ? NotFound() : PiapiJson.Reply(PiapiJson.Of(task));
            }
        );

    public static Prepared Cancel(WireRequest request) =>
        With(
            request,
            (task, _) =>
                Stop(request.Run, task)
                    ? PiapiJson.Reply(null)
                    : PiapiErrors.Error(400, "Only pending tasks can be canceled")
        );

    /// <summary>Takes the price, or gives it back, and calls back.</summary>
    public static void Settle(WireRun run, PiapiTask task)
    {
        var units = task.Order.Units;
        var line = new BillLine(
            task.Id,
            task.Call,
            task.Operation,
            task.EndedAt!.Value,
            units * NanoDollarsPerUnit,
            units,
            Unit,
            task.Stage == TaskStage.Done ? task.Order.Pictures : 0
        );
        run.Bill.Thaw(units, task.IsBilled ? line : null);
        if (task.Order.Callback is { } callback && !task.Vanished && task.Fault?.Action != FaultAction.NoCallback)
        {
            CallBack(run, task, callback);
        }
    }

    private static void CallBack(WireRun run, PiapiTask task, Uri callback)
    {
        var late = task.Fault is { Action: FaultAction.LateCallback } fault ? fault.DelayMs : 0;
        var headers = new Dictionary<string, string>();
        if (task.Order.Secret is { } secret)
        {
            headers["x-webhook-secret"] = secret;
        }

        _ = run.Callbacks.SendAsync(
            task.Id,
            callback,
            JsonText.Write(new { timestamp = task.EndedAt!.Value.ToUnixTimeSeconds(), data = PiapiJson.Of(task) }),
            TimeSpan.FromMilliseconds(late),
            task.Fault?.Action == FaultAction.DuplicateCallback ? 2 : 1,
            _ => headers
        );
    }

    private static bool Stop(WireRun run, PiapiTask task)
    {
        if (!task.IsPending)
        {
            return false;
        }

        task.MarkStopped();
        return run.Tasks.Stop(task);
    }

    private static Reply Create(WireRequest request, PiapiOrder order, FaultRule? fault)
    {
        if (!request.Run.Bill.TryFreeze(order.Units, Units))
        {
            return PiapiErrors.Fail(WireFailure.OutOfCredits, 402, "");
        }

        var task = new PiapiTask(request.Id, order, request.Now, fault)
        {
            Call = request.Call,
            BaseUrl = request.BaseUrl,
            Habits = request.Options.Piapi,
        };
        if (fault?.Action == FaultAction.VanishedTask)
        {
            task.Vanish(fault.Billed);
        }

        var reply = PiapiJson.Reply(PiapiJson.Of(task));
        request.Run.Tasks.Add(task);
        return reply;
    }

    private static Prepared With(WireRequest request, Func<PiapiTask, FaultRule?, Reply> answer)
    {
        if (PiapiKeys.Check(request) is { } refusal)
        {
            return Prepared.Always(refusal);
        }

        return new Prepared(
            "",
            fault =>
                request.Run.Tasks.Find(request.Target) is PiapiTask { Vanished: false } task
                && WireKey.Sees(request, task.Call)
                    ? answer(task, fault)
                    : NotFound()
        );
    }

    private static Reply NotFound() => PiapiErrors.Error(404, "task not found");
}
