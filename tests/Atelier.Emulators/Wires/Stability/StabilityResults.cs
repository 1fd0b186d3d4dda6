using Atelier.Emulators.Checking;
using Atelier.Emulators.Engine;
using Atelier.Emulators.Faults;

namespace Atelier.Emulators.Wires.Stability;

/// <summary>How a task stands, by the way of today and by the one of before.</summary>
internal static class StabilityResults
{
    /// <param name="name">What the picture is called there.</param>
    public static Prepared Get(WireRequest request, string name)
    {
        var problems = new List<Problem>();
        var json = StabilityKeys.WantsJson(request, first: false, problems);
        request.Violate(problems);
        if (StabilityKeys.Check(request) is { } refusal)
        {
            return Prepared.Always(refusal);
        }

        if (problems.Count > 0)
        {
            return Prepared.Always(
                StabilityErrors.Error(request.Id, 400, "bad_request", problems.ConvertAll(problem => problem.Message))
            );
        }

        return new Prepared("", fault => Answer(request, json, name, fault));
    }

    private static Reply Answer(WireRequest request, bool json, string name, FaultRule? fault)
    {
        if (request.Run.Tasks.Find(request.Target) is not StabilityTask task)
        {
            return NotFound(request);
        }

        if (fault?.Action == FaultAction.VanishedTask)
        {
            task.Vanish(fault.Billed);
        }

        return task switch
        {
            { Vanished: true } => NotFound(request),
            { Stage: TaskStage.Running } => Reply.Json(202, new { id = task.Id, status = "in-progress" }),
            { Stage: TaskStage.Failed } => StabilityErrors.Error(
                request.Id,
                422,
                "unprocessable_entity",
                ["The image could not be processed."]
            ),
            _ => StabilityServices.Picture(request, task.Id, task.Order, task.Call, json, name),
        };
    }

    private static Reply NotFound(WireRequest request) =>
        StabilityErrors.Error(request.Id, 404, "not_found", ["id: there is no such result"]);
}
