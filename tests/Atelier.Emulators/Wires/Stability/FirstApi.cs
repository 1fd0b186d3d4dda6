using Atelier.Emulators.Checking;
using Atelier.Emulators.Engine;
using Atelier.Emulators.Faults;

namespace Atelier.Emulators.Wires.Stability;

/// <summary>The first API, of which SDXL is what is left.</summary>
internal sealed class FirstApi(StabilityPurse purse)
{
    public const string Engine = "stable-diffusion-xl-1024-v1-0";

    public Prepared FromWords(WireRequest request)
    {
        var problems = new List<Problem>();
        var json = StabilityKeys.WantsJson(request, first: true, problems);
        var fields = request.Json(problems, nullIsAbsent: false);
        var order = fields is null ? null : FirstFields.FromWords(fields);
        fields?.Close();
        return Prepare(request, order, json, problems);
    }

    public Prepared FromPicture(WireRequest request) => Form(request, FirstFields.FromPicture);

    public Prepared Masked(WireRequest request) => Form(request, FirstFields.Masked);

    /// <summary>Any other engine: they were switched off years ago.</summary>
    public static Prepared Gone(WireRequest request)
    {
        request.Violate("engine_id", $"There is no engine and call '{request.Target}'.");
        return Prepared.Always(
            StabilityErrors.Error(request.Id, 404, "not_found", ["The specified engine was not found."], first: true)
        );
    }

    public static Prepared Engines(WireRequest request) =>
        Prepared.Always(
            StabilityKeys.Check(request, first: true)
                ?? Reply.Json(
                    200,
                    new[]
                    {
                        new
                        {
                            id = Engine,
                            name = "Stable Diffusion XL v1.0",
                            description = "Stability-AI Stable Diffusion XL v1.0",
                            type = "PICTURE",
                        },
                    }
                )
        );

    private Prepared Form(WireRequest request, Func<StabilityForm, StabilityOrder> read)
    {
        var problems = new List<Problem>();
        var json = StabilityKeys.WantsJson(request, first: true, problems);
        StabilityOrder? order = null;
        if (request.Parts.Count == 0)
        {
            problems.Add(new Problem("content-type", "content-type: must be multipart/form-data"));
        }
        else
        {
            var form = new StabilityForm(request.Parts, problems);
            order = read(form);
            form.Close();
        }

        return Prepare(request, order, json, problems);
    }

    private Prepared Prepare(WireRequest request, StabilityOrder? order, bool json, List<Problem> problems)
    {
        if (!json && order is { Count: > 1 })
        {
            problems.Add(new Problem("samples", "samples: must be 1 where the answer is a picture"));
        }

        request.Violate(problems);
        if (StabilityKeys.Check(request, first: true) is { } refusal)
        {
            return Prepared.Always(refusal);
        }

        var prompt = order?.Prompt ?? "";
        if (problems.Count > 0 || order is null)
        {
            var errors = problems.ConvertAll(problem => problem.Message);
            return new Prepared(
                prompt,
                _ => StabilityErrors.Error(request.Id, 400, "bad_request", errors, first: true)
            );
        }

        return WordRules.Find(prompt).Count > 0
            ? new Prepared(
                prompt,
                _ =>
                    StabilityErrors.Error(request.Id, 400, "invalid_prompts", ["Invalid prompts detected"], first: true)
            )
            : new Prepared(prompt, fault => Make(request, order, json, fault));
    }

    private Reply Make(WireRequest request, StabilityOrder order, bool json, FaultRule? fault)
    {
        if (!purse.Charge(request, order.MilliCredits, order.Count))
        {
            return StabilityErrors.OutOfCredits(request.Id, first: true);
        }

        var task = new EmulatedTask(request.Id, request.Operation, request.Now, fault);
        var reply = json
            ? Reply.Json(
                200,
                new { artifacts = Enumerable.Range(0, order.Count).Select(i => Artifact(request, order, i)).ToList() }
            )
            : StabilityServices.Picture(request, request.Id, order, request.Call, json, "image");
        request.Run.Tasks.Add(task);
        return reply with { Until = task };
    }

    // These names are camel case.
    private static Dictionary<string, object> Artifact(WireRequest request, StabilityOrder order, int number)
    {
        var filtered = order.IsFiltered && number == order.Count - 1;
        var part = filtered ? "filtered" : $"{number}";
        return new()
        {
            ["base64"] = Convert.ToBase64String(
                request.Paint(request.Id, part, order.Width, order.Height, transparent: false)
            ),
            ["seed"] = order.SeedOf(number, request.Call),
            ["finishReason"] = filtered ? "CONTENT_FILTERED" : "SUCCESS",
        };
    }
}
