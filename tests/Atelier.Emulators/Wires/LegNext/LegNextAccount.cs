namespace Atelier.Emulators.Wires.LegNext;

/// <summary><c>/api/account</c>: the balance, and the jobs under way.</summary>
internal sealed class LegNextAccount(long points)
{
    public Prepared Balance(WireRequest request)
    {
        var bill = request.Run.Bill.Snapshot();
        var left = points - bill.Units - bill.FrozenUnits;
        // The sheet's samples split what there is in two; here the last thousand are points.
        var asPoints = Math.Min(left, 1000);
        return Prepared.Always(
            LegNextKeys.Check(request)
                ?? Reply.Json(
                    200,
                    new
                    {
                        code = 200,
                        data = new
                        {
                            account_id = 1,
                            balance_usd = left / 1000m,
                            available_credits = left - asPoints,
                            available_points = asPoints,
                            alert_threshold = 10,
                            low_balance_alert = left < 10_000,
                            updated_at = LegNextJson.Time(request.Now),
                        },
                        message = "success",
                    }
                )
        );
    }

    public static Prepared ActiveTasks(WireRequest request)
    {
        var jobs = request.Run.Tasks.Running().OfType<LegNextJob>().Where(job => !job.Vanished);
        return Prepared.Always(
            LegNextKeys.Check(request)
                ?? Reply.Json(
                    200,
                    new
                    {
                        tasks = jobs.OrderBy(job => job.Call)
                            .Select(job => new
                            {
                                job_id = job.Id,
                                task_type = job.Operation,
                                status = job.Status,
                                created_at = LegNextJson.Time(job.CreatedAt),
                                progress = job.Status == "processing" ? 50 : 0,
                            }),
                    }
                )
        );
    }
}
