using System.Text.Json;
using Atelier.Emulators.Checking;
using Atelier.Emulators.Engine;
using Atelier.Emulators.Wires.OpenAi;

namespace Atelier.Emulators.Wires.Piapi;

/// <summary><c>/v1/images</c>: OpenAI's models with fewer fields, at PiAPI's prices; the answer brings the pictures.</summary>
internal static class PiapiImages
{
    private static readonly string[] Models = ["gpt-image-1.5", "gpt-image-2.5-flare", "gpt-image-2.5-sunburst"];
    private static readonly string[] Sizes = ["1024x1024", "1024x1536", "1536x1024"];
    private static readonly string[] Qualities = ["low", "medium", "high", "auto"];
    private static readonly string[] Fields = ["model", "prompt", "n", "size", "quality", "output_format"];

    public static Prepared Generate(WireRequest request)
    {
        var problems = new List<Problem>();
        var fields = request.Json(problems, nullIsAbsent: false);
        return Prepare(request, fields, inputs: 0, Fields, problems);
    }

    public static Prepared Edit(WireRequest request)
    {
        var problems = new List<Problem>();
        if (request.Parts.Any(part => part.Name is "image[]" or "mask"))
        {
            problems.Add(new Problem("image", "One file called image, and no mask."));
        }

        var (fields, images) = EditBody.Read(request.Parts, problems);
        return Prepare(request, fields, images, [.. Fields, "response_format"], problems);
    }

    private static Prepared Prepare(
        WireRequest request,
        FieldCheck? fields,
        int inputs,
        string[] known,
        List<Problem> problems
    )
    {
        var call = fields is null ? null : Read(fields, known, request.Now) with { InputImages = inputs };
        request.Violate(problems);
        if (OpenAiKeys.Check(request) is { } refusal)
        {
            return Prepared.Always(refusal);
        }

        if (problems.Count > 0 || call is null)
        {
            return new Prepared(call?.Prompt ?? "", _ => PiapiErrors.OfImages(400, problems[0].Message));
        }

        return WordRules.Find(call.Prompt).Count > 0
            ? new Prepared(
                call.Prompt,
                _ => PiapiErrors.OfImages(400, "Your request was rejected by the safety system.")
            )
            : new Prepared(
                call.Prompt,
                fault => Create(request, call, new(request.Id, request.Operation, request.Now, fault))
            );
    }

    private static ImagesCall Read(FieldCheck fields, string[] known, DateTimeOffset now)
    {
        string[] others = ["background", "moderation", "user", "safety_identifier", "stream", "partial_images"];
        foreach (var name in others.Append("output_compression").Where(fields.Has))
        {
            fields.Add(name, $"PiAPI names no field {name}.");
        }

        Check(fields, "model", Models);
        Check(fields, "size", Sizes);
        Check(fields, "quality", Qualities);
        var call = ImagesFields.Read(fields, now);
        if (known.Contains("response_format"))
        {
            fields.OneOf("response_format", ["url", "b64_json"]);
        }

        fields.Close();
        return call;
    }

    private static void Check(FieldCheck fields, string name, string[] values)
    {
        if (
            fields.Take(name, required: true) is { ValueKind: JsonValueKind.String } text
            && !values.Contains(text.GetString())
        )
        {
            fields.Add(name, $"{name} must be one of {string.Join(", ", values)}.");
        }
    }

    private static Reply Create(WireRequest request, ImagesCall call, EmulatedTask task)
    {
        var usage = call.Usage();
        request.Run.Bill.Charge(
            new BillLine(
                request.Id,
                request.Call,
                request.Operation,
                request.Now,
                NanosOf(call, usage),
                NanosOf(call, usage) / PiapiTasks.NanoDollarsPerUnit,
                "unit",
                call.Count
            )
        );
        var reply = Reply.Json(
            200,
            new Dictionary<string, object>
            {
                ["created"] = request.Now.ToUnixTimeSeconds(),
                ["data"] = Enumerable
                    .Range(0, call.Count)
                    .Select(number => new { b64_json = Paint(request, call, number) }),
                ["usage"] = usage.ToWire(streamed: false),
            }
        );
        request.Run.Tasks.Add(task);
        return reply with { Until = task };
    }

    // Of the older model only the price of a picture is known, and of that only roughly.
    private static long NanosOf(ImagesCall call, OpenAiUsage usage) =>
        call.Model.Family == OpenAiFamily.V15
            ? 34_000_000L * call.Count
            : (usage.TextIn * 3_750L) + (usage.ImagesIn * 6_000L) + (usage.ImagesOut * 22_500L);

    private static string Paint(WireRequest request, ImagesCall call, int number) =>
        Convert.ToBase64String(request.Paint(request.Id, $"{number}", call.Width, call.Height, transparent: false));
}
