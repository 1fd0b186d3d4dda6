using System.Globalization;
using Atelier.Emulators.Engine;
using Atelier.Emulators.Faults;

namespace Atelier.Emulators.Wires.Piapi;

/// <summary><c>/temp/{task}_{number}.png</c>: no key, and only addresses that did not expire.</summary>
internal static class PiapiFiles
{
    private const string Ending = ".png";

    public static Prepared Get(WireRequest request) =>
        new(
            "",
            fault =>
            {
                if (Find(request) is not var (task, number))
                {
                    return PiapiErrors.Error(404, "No such file");
                }

                if (fault?.Action == FaultAction.ExpiredUrl)
                {
                    task.Expire();
                }

                var age = task.UrlAge.ToString(CultureInfo.InvariantCulture);
                return request.Http.Query["age"] == age
                    ? Picture(request, task, number)
                    : PiapiErrors.Error(fault?.Status ?? 403, "The URL has expired");
            }
        );

    private static Reply Picture(WireRequest request, PiapiTask task, int number)
    {
        if (request.Http.Headers.ContainsKey("X-API-Key") || request.Http.Headers.ContainsKey("Authorization"))
        {
            request.Violate("X-API-Key", "Files take no key: it must not leave for another host.");
        }

        var (width, height) = task.Order.Size;
        var clear = task.Operation == "background-remove";
        return new Reply(200, "image/png", [request.Paint(task.Id, $"{number}", width, height, clear)]);
    }

    private static (PiapiTask Task, int Number)? Find(WireRequest request)
    {
        var name = request.Target;
        return
            name.EndsWith(Ending, StringComparison.Ordinal)
            && name[..^Ending.Length].Split('_') is [var id, var part]
            && int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && request.Run.Tasks.Find(id) is PiapiTask { Stage: TaskStage.Done, Vanished: false } task
            && number < task.Order.Pictures
            ? (task, number)
            : null;
    }
}
