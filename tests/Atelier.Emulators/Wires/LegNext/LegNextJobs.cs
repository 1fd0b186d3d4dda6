using Atelier.Emulators.Checking;
using Atelier.Emulators.Engine;
using Atelier.Emulators.Faults;

namespace Atelier.Emulators.Wires.LegNext;

/// <summary>Creates jobs, tells their state, and settles them when they end.</summary>
internal sealed class LegNextJobs(long points)
{
    /// <summary>1,000 points are one dollar.</summary>
    public const long NanoDollarsPerPoint = 1_000_000;

    private const string Unit = "point";

    public Prepared Create(WireRequest request, LegNextShape shape)
    {
        var problems = new List<Problem>();
        var fields = request.Json(problems, nullIsAbsent: false);
        var order = fields is null ? null : LegNextFields.Read(fields, shape, request.Run.Tasks, problems);
        request.Violate(problems);
        if (LegNextKeys.Check(request) is { } refusal)
        {
            return Prepared.Always(refusal);
        }

        if (problems.Count > 0 || order is null)
        {
            return new Prepared(order?.Prompt ?? "", _ => LegNextErrors.Error(400, problems[0].Message));
        }

        return WordRules.Find(order.Prompt).Count > 0
            ? new Prepared(order.Prompt, _ => LegNextErrors.Fail(WireFailure.Refused, 403, ""))
            : new Prepared(order.Prompt, fault => Create(request, order, fault));
    }

    public static Prepared Get(WireRequest request)
    {
        if (LegNextKeys.Check(request) is { } refusal)
        {
            return Prepared.Always(refusal);
        }

        return new Prepared(
            "",
            fault =>
            {
                if (request.Run.Tasks.Find(request.Target) is not LegNextJob job || !WireKey.Sees(request, job.Call))
                {
                    return NotFound();
                }

                if (fault?.Action == FaultAction.VanishedTask)
                {
                    job.Vanish(fault.Billed);
                }

                job.Poll();
                return job.Vanished ? NotFound() : Reply.Json(200, LegNextJson.Of(job));
            }
        );
    }

    /// <summary>Takes the points, or gives them back, and calls back.</summary>
    public static void Settle(WireRun run, LegNextJob job)
    {
        var line = new BillLine(
            job.Id,
            job.Call,
            job.Operation,
            job.EndedAt!.Value,
            job.Points * NanoDollarsPerPoint,
            job.Points,
            Unit,
            job.Stage == TaskStage.Done ? job.Shape.Pictures : 0
        );
        run.Bill.Thaw(job.Points, job.IsBilled ? line : null);
        if (job.Callback is not null && !job.Vanished && job.Fault?.Action != FaultAction.NoCallback)
        {
            CallBack(run, job, job.Callback);
        }
    }

    private static void CallBack(WireRun run, LegNextJob job, Uri callback)
    {
        var late = job.Fault is { Action: FaultAction.LateCallback } fault ? fault.DelayMs : 0;
        var times = job.Fault?.Action == FaultAction.DuplicateCallback ? 2 : 1;
        _ = run.Callbacks.SendAsync(
            job.Id,
            callback,
            JsonText.Write(LegNextJson.Of(job)),
            TimeSpan.FromMilliseconds(late),
            times
        );
    }

    private Reply Create(WireRequest request, LegNextOrder order, FaultRule? fault)
    {
        if (!request.Run.Bill.TryFreeze(order.Points, points))
        {
            return LegNextErrors.Fail(WireFailure.OutOfCredits, 402, "");
        }

        var job = new LegNextJob(request.Id, order.Shape, request.Now, fault)
        {
            Call = request.Call,
            BaseUrl = request.BaseUrl,
            Flags = order.Flags,
            Points = order.Points,
            Seed = order.Flags.Seed ?? request.Call * 2_654_435_761 % uint.MaxValue,
            Size = order.Size,
            Callback = order.Callback,
        };
        if (fault?.Action == FaultAction.VanishedTask)
        {
            job.Vanish(fault.Billed);
        }

        var reply = Reply.Json(200, LegNextJson.Of(job));
        request.Run.Tasks.Add(job);
        return reply;
    }

    private static Reply NotFound() => LegNextErrors.Error(404, "Job not found");
}
