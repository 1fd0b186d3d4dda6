using System.Text;
using Atelier.Emulators.Checking;
using Atelier.Emulators.Engine;
using Atelier.Emulators.Faults;

namespace Atelier.Emulators.Wires.Stability;

/// <summary>The second API: checks a form, and makes its picture or its task.</summary>
internal sealed class StabilityServices(StabilityPurse purse)
{
    private const long MostBytes = 10 * 1024 * 1024;

    // Latin letters with their accents; all beyond is another language for certain.
    private const int LastLatin = 0x24F;

    public Prepared Create(WireRequest request, StabilityService service)
    {
        var problems = new List<Problem>();
        var json = StabilityKeys.WantsJson(request, first: false, problems);
        var order = Read(request, service, problems);
        if (request.Body.LongLength > MostBytes)
        {
            problems.Insert(0, new Problem("", "The body is larger than 10 MiB."));
        }

        request.Violate(problems);
        if (StabilityKeys.Check(request) is { } refusal)
        {
            return Prepared.Always(refusal);
        }

        var prompt = order?.Prompt ?? "";
        if (request.Body.LongLength > MostBytes)
        {
            return new Prepared(prompt, _ => Error(request, 413, "payload_too_large", problems[0].Message));
        }

        if (problems.Count > 0 || order is null)
        {
            var errors = problems.ConvertAll(problem => problem.Message);
            return new Prepared(prompt, _ => StabilityErrors.Error(request.Id, 400, "bad_request", errors));
        }

        if (prompt.EnumerateRunes().Any(rune => Rune.IsLetter(rune) && rune.Value > LastLatin))
        {
            return new Prepared(prompt, _ => Error(request, 422, "invalid_language", "prompt: must be English"));
        }

        return WordRules.Find(prompt).Count > 0
            ? new Prepared(prompt, _ => Error(request, 403, "content_moderation", "Your request was flagged."))
            : new Prepared(
                prompt,
                fault => service.IsTask ? Begin(request, order, fault) : Make(request, order, json, fault)
            );
    }

    private static StabilityOrder? Read(WireRequest request, StabilityService service, List<Problem> problems)
    {
        if (request.Http.ContentType?.StartsWith("multipart/form-data;", StringComparison.Ordinal) != true)
        {
            problems.Add(new Problem("content-type", "content-type: must be multipart/form-data"));
            return null;
        }

        var form = new StabilityForm(request.Parts, problems);
        var order = service.Read(form);
        form.Close();
        return order;
    }

    private Reply Make(WireRequest request, StabilityOrder order, bool json, FaultRule? fault)
    {
        if (!purse.Charge(request, order.MilliCredits, 1))
        {
            return StabilityErrors.OutOfCredits(request.Id);
        }

        var task = new EmulatedTask(request.Id, request.Operation, request.Now, fault);
        var reply = Picture(request, request.Id, order, request.Call, json, "image");
        request.Run.Tasks.Add(task);
        return reply with { Until = task };
    }

    private Reply Begin(WireRequest request, StabilityOrder order, FaultRule? fault)
    {
        if (!purse.Freeze(request, order.MilliCredits))
        {
            return StabilityErrors.OutOfCredits(request.Id);
        }

        var task = new StabilityTask(Hex.Sha256(Encoding.UTF8.GetBytes(request.Id)), request, order, fault);
        if (fault?.Action == FaultAction.VanishedTask)
        {
            task.Vanish(fault.Billed);
        }

        request.Run.Tasks.Add(task);
        return Reply.Json(200, new { id = task.Id });
    }

    /// <summary>A picture as JSON, or as it is with the rest in headers.</summary>
    public static Reply Picture(WireRequest request, string job, StabilityOrder order, int call, bool json, string name)
    {
        var file = request.Paint(
            job,
            order.IsFiltered ? "filtered" : "0",
            order.Width,
            order.Height,
            order.Transparent
        );
        var reason = order.IsFiltered ? "CONTENT_FILTERED" : "SUCCESS";
        var seed = order.SeedOf(0, call);
        return json
            ? Reply.Json(
                200,
                new Dictionary<string, object>
                {
                    [name] = Convert.ToBase64String(file),
                    ["finish_reason"] = reason,
                    ["seed"] = seed,
                }
            )
            : new Reply(200, "image/png", [file]) { Headers = { ["finish-reason"] = reason, ["seed"] = $"{seed}" } };
    }

    private static Reply Error(WireRequest request, int status, string name, string message) =>
        StabilityErrors.Error(request.Id, status, name, [message]);
}
