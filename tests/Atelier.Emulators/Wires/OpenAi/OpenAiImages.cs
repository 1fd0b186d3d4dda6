using System.Text;
using Atelier.Emulators.Checking;
using Atelier.Emulators.Engine;

namespace Atelier.Emulators.Wires.OpenAi;

/// <summary><c>/v1/images</c>: generations and edits, whole or streamed.</summary>
internal static class OpenAiImages
{
    private static readonly string[] _oneFidelity = ["low"];
    private static readonly string[] _bothFidelities = ["low", "high"];

    public static Prepared Generate(WireRequest request)
    {
        var problems = new List<Problem>();
        var fields = request.Json(problems, nullIsAbsent: true);
        var call = fields is null ? null : ImagesFields.Read(fields, request.Now);
        fields?.Close();
        return Prepare(request, call, problems, "image_generation");
    }

    public static Prepared Edit(WireRequest request)
    {
        var problems = new List<Problem>();
        FieldCheck? fields;
        var images = 0;
        if (request.Http.HasJsonContentType())
        {
            fields = request.Json(problems, nullIsAbsent: true);
            images = fields is null ? 0 : EditReferences.Read(fields);
        }
        else if (request.Parts.Count > 0)
        {
            (fields, images) = EditBody.Read(request.Parts, problems);
        }
        else
        {
            fields = null;
            problems.Add(new Problem("", "Send multipart/form-data or application/json."));
        }

        var call = fields is null ? null : ImagesFields.Read(fields, request.Now) with { InputImages = images };
        // From gpt-image-2 on fidelity is always high and the field is gone.
        if (fields is not null && call?.Model?.Family is null or < OpenAiFamily.V2)
        {
            fields?.OneOf("input_fidelity", call?.Model?.Family == OpenAiFamily.Mini ? _oneFidelity : _bothFidelities);
        }

        fields?.Close();
        return Prepare(request, call, problems, "image_edit");
    }

    private static Prepared Prepare(WireRequest request, ImagesCall? call, List<Problem> problems, string events)
    {
        request.Violate(problems);
        if (OpenAiKeys.Check(request) is { } refusal)
        {
            return Prepared.Always(refusal);
        }

        if (problems.Count > 0 || call is null)
        {
            return new Prepared(call?.Prompt ?? "", _ => OpenAiErrors.Invalid(problems[0]));
        }

        var categories = WordRules.Find(call.Prompt);
        return categories.Count > 0
            ? new Prepared(call.Prompt, _ => OpenAiErrors.Blocked(request.Id, categories))
            : new Prepared(
                call.Prompt,
                fault => Create(request, call, new(request.Id, request.Operation, request.Now, fault), events)
            );
    }

    private static Reply Create(WireRequest request, ImagesCall call, EmulatedTask task, string events)
    {
        var usage = call.Usage();
        request.Run.Bill.Charge(
            new BillLine(
                request.Id,
                request.Call,
                request.Operation,
                request.Now,
                usage.NanoDollars(call.Model.Family),
                usage.Total,
                "token",
                call.Count
            )
        );
        var reply = call.Stream ? Stream(request, call, events) : Whole(request, call, usage);
        request.Run.Tasks.Add(task);
        return reply with { Until = task };
    }

    private static Reply Whole(WireRequest request, ImagesCall call, OpenAiUsage usage) =>
        Reply.Json(
            200,
            new Dictionary<string, object>
            {
                ["created"] = request.Now.ToUnixTimeSeconds(),
                ["background"] = call.Background,
                ["output_format"] = call.Format,
                ["size"] = call.Size,
                ["quality"] = call.Quality,
                ["data"] = Enumerable.Range(0, call.Count).Select(i => new { b64_json = Paint(request, call, $"{i}") }),
                ["usage"] = usage.ToWire(streamed: false),
            }
        );

    private static Reply Stream(WireRequest request, ImagesCall call, string events)
    {
        var chunks = new List<byte[]>();
        for (var i = 0; i < call.Count; i++)
        {
            for (var partial = 0; partial < call.Partials; partial++)
            {
                var preview = Event(request, call, $"{events}.partial_image", $"partial-{i}-{partial}");
                preview["partial_image_index"] = partial;
                chunks.Add(Frame(preview));
            }

            var completed = Event(request, call, $"{events}.completed", $"{i}");
            completed["usage"] = call.UsageOf(i).ToWire(streamed: true);
            chunks.Add(Frame(completed));
        }

        // Those of the first picture; the rest comes when it is done.
        return new Reply(200, "text/event-stream", chunks) { Early = call.Partials };
    }

    private static Dictionary<string, object> Event(WireRequest request, ImagesCall call, string type, string part) =>
        new()
        {
            ["type"] = type,
            ["b64_json"] = Paint(request, call, part),
            ["created_at"] = request.Now.ToUnixTimeSeconds(),
            ["size"] = call.Size,
            ["quality"] = call.Quality,
            ["background"] = call.Background,
            ["output_format"] = call.Format,
        };

    private static byte[] Frame(Dictionary<string, object> data) =>
        [.. Encoding.UTF8.GetBytes($"event: {data["type"]}\ndata: "), .. JsonText.Write(data), .. "\n\n"u8];

    private static string Paint(WireRequest request, ImagesCall call, string part)
    {
        if (call.Format == "svg")
        {
            var svg = Encoding.UTF8.GetBytes(
                $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{call.Width}\" height=\"{call.Height}\"><title>{request.Id}/{part}</title></svg>"
            );
            request.Remember(request.Id, part, svg, call.Width, call.Height);
            return Convert.ToBase64String(svg);
        }

        var clear = call.Background == "transparent";
        return Convert.ToBase64String(request.Paint(request.Id, part, call.Width, call.Height, clear));
    }
}
