using System.Globalization;
using Atelier.Emulators.Engine;

namespace Atelier.Emulators.Wires.Piapi;

/// <summary>What is left on the account, and the history of its tasks.</summary>
internal static class PiapiAccount
{
    private const int MostLines = 100;
    private const decimal UnitsPerDollar = 10_000_000;

    public static Prepared Info(WireRequest request)
    {
        var bill = request.Run.Bill.Snapshot();
        var left = PiapiTasks.Units - bill.Units - bill.FrozenUnits;
        return Prepared.Always(
            PiapiKeys.Check(request)
                ?? Reply.Json(
                    200,
                    new
                    {
                        code = 200,
                        message = "success",
                        data = new
                        {
                            account_name = "emulated",
                            account_id = 1,
                            plan = "creator",
                            credits = left,
                            equivalent_in_usd = left / UnitsPerDollar,
                            max_concurrent_task_count = 5,
                        },
                    }
                )
        );
    }

    public static Prepared Histories(WireRequest request)
    {
        if (PiapiKeys.Check(request) is { } refusal)
        {
            return Prepared.Always(refusal);
        }

        var (page, size) = (Number(request, "page", 1), Number(request, "page_size", 10));
        var (from, to) = (Number(request, "start_time", 0), Number(request, "end_time", uint.MaxValue));
        if (page is not >= 1 || size is not (>= 1 and <= MostLines) || from is null || to is null)
        {
            request.Violate("", "page from 1 on, page_size 1 to 100, start_time and end_time in seconds.");
            return Prepared.Always(PiapiErrors.Error(400, "invalid query"));
        }

        var tasks = request
            .Run.Tasks.All()
            .OfType<PiapiTask>()
            .Where(task => WireKey.Sees(request, task.Call))
            .Where(task => task.Stage != TaskStage.Running || task.Habits.ShowsRunning)
            .Where(task => !task.Vanished && Seconds(task) >= from && Seconds(task) <= to)
            .Where(task =>
                request.Http.Query["model"].ToString() is var model && (model.Length == 0 || IsOf(task, model))
            )
            .OrderByDescending(task => task.Call)
            .ToList();
        return Prepared.Always(
            Reply.Json(
                200,
                new
                {
                    code = 200,
                    message = "success",
                    data = new
                    {
                        data = tasks.Skip((int)((page - 1) * size)).Take((int)size).Select(Line),
                        page,
                        size,
                        total = tasks.Count,
                    },
                }
            )
        );
    }

    private static long Seconds(PiapiTask task) => task.CreatedAt.ToUnixTimeSeconds();

    private static bool IsOf(PiapiTask task, string model) => task.Order.Shape.Model == model;

    private static object Line(PiapiTask task) =>
        new
        {
            id = task.Call,
            account_id = 1,
            api_key_id = 1,
            task_id = task.Id,
            task_model = task.Order.Shape.Model,
            action = task.Order.Shape.TaskType,
            status = task.Stage switch
            {
                TaskStage.Done => "finished",
                TaskStage.Failed => "failed",
                _ => "processing",
            },
            usage = task.Stage != TaskStage.Running && task.IsBilled ? task.Order.Units : 0,
            usage_type = "llm",
            service_mode = "public",
            created_at = PiapiJson.Time(task.CreatedAt),
            updated_at = PiapiJson.Time(task.EndedAt ?? task.CreatedAt),
            @fixed = false,
        };

    private static long? Number(WireRequest request, string name, long missing)
    {
        var text = request.Http.Query[name].ToString();
        return text.Length == 0 ? missing
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : null;
    }
}
