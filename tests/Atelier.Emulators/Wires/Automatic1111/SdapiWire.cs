using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Atelier.Emulators.Checking;
using Atelier.Emulators.Engine;
using Atelier.Emulators.Faults;
using Atelier.Emulators.Pictures;

namespace Atelier.Emulators.Wires.Automatic1111;

/// <summary>The web UI of AUTOMATIC1111: one call at a time, pictures within the answer. Below <c>/auth</c> it wants a user and a password.</summary>
internal sealed partial class SdapiWire : IWire
{
    [GeneratedRegex(@"<(\w+):[^>]+>")]
    private static partial Regex Network { get; }

    private static readonly string[] _plain = ["sampler_name", "scheduler", "negative_prompt", "prompt"];

    private static readonly string[] _flags =
    [
        "do_not_save_grid",
        "do_not_save_samples",
        "send_images",
        "save_images",
        "override_settings_restore_afterwards",
    ];

    public string Id => "automatic1111";

    public bool HasTasks => false;

    public IReadOnlyList<WireOperation> Operations { get; } = [.. Of(""), .. Of("/auth")];

    public Reply Fail(WireFailure failure, int status, string message) =>
        failure switch
        {
            WireFailure.Unauthorized => Reply.Json(401, new { detail = "Incorrect username or password" }),
            WireFailure.OutOfCredits => Error(402, "PaymentRequired", message),
            WireFailure.TooManyRequests => Error(429, "TooManyRequests", message),
            WireFailure.Refused => Error(422, "ValidationError", message),
            WireFailure.NotFound => Reply.Json(404, new { detail = "Not Found" }),
            WireFailure.TooLarge => Error(413, "TooLarge", message),
            _ => Error(status, "OutOfMemoryError", message),
        };

    public void Decorate(WireRequest request, IDictionary<string, string> headers)
    {
        // The sheet names no headers.
    }

    public void OnEnded(WireRun run, EmulatedTask task)
    {
        // It costs nothing.
    }

    private static IEnumerable<WireOperation> Of(string start)
    {
        yield return new(
            "txt2img",
            OperationKind.Create,
            "POST",
            $"{start}/sdapi/v1/txt2img",
            request => Make(request, false)
        );
        yield return new(
            "img2img",
            OperationKind.Create,
            "POST",
            $"{start}/sdapi/v1/img2img",
            request => Make(request, true)
        );
        yield return new("extra", OperationKind.Create, "POST", $"{start}/sdapi/v1/extra-single-image", Enlarge);
        yield return new("rembg", OperationKind.Create, "POST", $"{start}/rembg", Cut);
        yield return new("progress", OperationKind.Read, "POST", $"{start}/internal/progress", SdapiProgress.Tell);
        yield return new(
            "models",
            OperationKind.Read,
            "GET",
            $"{start}/sdapi/v1/sd-models",
            request =>
                Prepared.Always(
                    Check(request) ?? Reply.Json(200, new[] { new { title = "some-model", model_name = "some" } })
                )
        );
    }

    private static Reply Error(int status, string error, string errors) =>
        Reply.Json(
            status,
            new
            {
                error,
                detail = "",
                body = "",
                errors,
            }
        );

    private static Prepared Make(WireRequest request, bool change)
    {
        var problems = new List<Problem>();
        var fields = request.Json(problems, nullIsAbsent: false);
        if (fields is null)
        {
            return Refuse(request, problems);
        }

        var prompt = fields.Text("prompt", required: true) ?? "";
        foreach (var name in _plain)
        {
            fields.Text(name);
        }

        foreach (var name in _flags)
        {
            fields.Flag(name);
        }

        fields.Number("seed", -1, uint.MaxValue);
        fields.Whole("steps", 1, 150, required: true);
        fields.Number("cfg_scale", 0, 100);
        var (width, height) = (
            fields.Whole("width", 64, 4096, true) ?? 64,
            fields.Whole("height", 64, 4096, true) ?? 64
        );
        var count = fields.Whole("batch_size", 1, 16) ?? 1;
        var task = fields.Text("force_task_id");
        fields.Whole("n_iter", 1, 1);
        var settings = fields.Object("override_settings", required: true);
        settings?.Text("sd_model_checkpoint", 1, required: true);
        settings?.Close();
        if (change)
        {
            var pictures = fields.Items("init_images", 1, 1, required: true) ?? [];
            var size = pictures.Count > 0 ? Size(pictures[0], "init_images", problems, alpha: null) : null;
            fields.Number("denoising_strength", 0, 1);
            fields.Flag("include_init_images");
            fields.Flag("inpaint_full_res");
            fields.Whole("mask_blur", 0, 64);
            fields.Whole("inpainting_fill", 0, 3);
            var invert = fields.Whole("inpainting_mask_invert", 0, 1);
            if (fields.Take("mask", required: false) is { } mask)
            {
                if (invert != 0 || Size(mask, "mask", problems, alpha: false) != size)
                {
                    fields.Add("mask", "A mask is white where to paint, in the size of the picture, and not inverted.");
                }
            }
        }

        if (Network.IsMatch(prompt))
        {
            fields.Add("prompt", "The prompt loads a network.");
        }

        fields.Close();
        var bad = WordRules.Find(prompt).Count > 0;
        return problems.Count > 0 || Check(request) is not null
            ? Refuse(request, problems)
            : new Prepared(
                prompt,
                fault =>
                {
                    SdapiProgress.Begin(request, task, prompt, count, width, height);
                    return bad ? Error(422, "ValidationError", "") : Answer(request, fault, count, width, height);
                }
            );
    }

    // The grid comes first where it is not switched off, and it is not: some servers do not read the field.
    private static Reply Answer(WireRequest request, FaultRule? fault, int count, int width, int height)
    {
        var pictures = Enumerable.Range(0, count).Select(part => Paint(request, $"{part}", width, height));
        var all = count > 1 ? pictures.Prepend(Paint(request, "grid", width * 2, height)) : pictures;
        var info = JsonSerializer.Serialize(
            new
            {
                seed = 7,
                all_seeds = Enumerable.Range(7, count),
                width,
                height,
            }
        );
        return Send(
            request,
            fault,
            new
            {
                images = all,
                parameters = new { },
                info,
            }
        );
    }

    private static string Paint(WireRequest request, string part, int width, int height) =>
        Convert.ToBase64String(request.Paint(request.Id, part, width, height, false));

    private static Prepared Enlarge(WireRequest request)
    {
        var problems = new List<Problem>();
        var fields = request.Json(problems, nullIsAbsent: false);
        fields?.Whole("resize_mode", 0, 0);
        var factor = fields?.Number("upscaling_resize", 1, 8, required: true) ?? 1;
        fields?.Text("upscaler_1", 1, required: true);
        var size = fields?.Take("image", required: true) is { } image
            ? Size(image, "image", problems, alpha: null)
            : null;
        fields?.Close();
        return problems.Count > 0 || Check(request) is not null || size is not var (width, height)
            ? Refuse(request, problems)
            : new Prepared(
                "",
                fault =>
                    Send(
                        request,
                        fault,
                        new
                        {
                            html_info = "",
                            image = Paint(request, "0", (int)(width * factor), (int)(height * factor)),
                        }
                    )
            );
    }

    private static Prepared Cut(WireRequest request)
    {
        var problems = new List<Problem>();
        var fields = request.Json(problems, nullIsAbsent: false);
        var size = fields?.Take("input_image", required: true) is { } image
            ? Size(image, "input_image", problems, alpha: null)
            : null;
        fields?.OneOf("model", ["u2net"], required: true);
        fields?.Flag("return_mask");
        fields?.Flag("alpha_matting");
        fields?.Whole("alpha_matting_foreground_threshold", 0, 255);
        fields?.Whole("alpha_matting_background_threshold", 0, 255);
        fields?.Whole("alpha_matting_erode_size", 0, 255);
        fields?.Close();
        return problems.Count > 0 || Check(request) is not null || size is not var (width, height)
            ? Refuse(request, problems)
            : new Prepared("", fault => Send(request, fault, new { image = Paint(request, "0", width, height) }));
    }

    private static Reply Send<T>(WireRequest request, FaultRule? fault, T body)
    {
        request.Run.Bill.Charge(
            new BillLine(request.Id, request.Call, request.Operation, request.Now, 0, 1, "call", 1)
        );
        var task = new EmulatedTask(request.Id, request.Operation, request.Now, fault);
        var reply = Reply.Json(200, body);
        request.Run.Tasks.Add(task);
        return reply with { Until = task };
    }

    private static (int Width, int Height)? Size(JsonElement value, string name, List<Problem> problems, bool? alpha)
    {
        if (
            value.ValueKind == JsonValueKind.String
            && value.TryGetBytesFromBase64(out var bytes)
            && Png.ReadHeader(bytes) is { } header
            && (alpha is null || alpha == header.Alpha)
        )
        {
            return (header.Width, header.Height);
        }

        problems.Add(new Problem(name, $"{name} must be a PNG as base64, without a prefix."));
        return null;
    }

    private static Prepared Refuse(WireRequest request, List<Problem> problems)
    {
        request.Violate(problems);
        return Prepared.Always(
            Check(request) ?? Error(422, "ValidationError", problems.Count > 0 ? problems[0].Message : "")
        );
    }

    private static Reply? Check(WireRequest request)
    {
        var header = request.Http.Headers.Authorization.ToString();
        var right = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(request.Options.Key ?? "user:pass-word"));
        var wanted = request.Http.Path.Value!.StartsWith("/automatic1111/auth/", StringComparison.Ordinal) ? right : "";
        return header == wanted ? null : Reply.Json(401, new { detail = "Incorrect username or password" });
    }
}
