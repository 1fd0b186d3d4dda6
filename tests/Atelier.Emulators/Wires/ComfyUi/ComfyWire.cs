using Atelier.Emulators.Checking;
using Atelier.Emulators.Engine;
using Atelier.Emulators.Faults;
using Atelier.Emulators.Pictures;

namespace Atelier.Emulators.Wires.ComfyUi;

/// <summary>ComfyUI: whole workflows, a queue, a history. Below <c>/old</c> it is an old one, which gives ids of its own.</summary>
internal sealed class ComfyWire : IWire
{
    public string Id => "comfyui";

    public bool HasTasks => true;

    public IReadOnlyList<WireOperation> Operations { get; } = [.. Of("", old: false), .. Of("/old", old: true)];

    public Reply Fail(WireFailure failure, int status, string message) =>
        failure switch
        {
            WireFailure.Unauthorized => Error(401, "unauthorized", "Who are you?"),
            WireFailure.OutOfCredits => Error(402, "payment_required", "No money."),
            WireFailure.TooManyRequests => Error(429, "too_many_requests", message),
            WireFailure.Refused => Error(400, "prompt_outputs_failed_validation", message),
            WireFailure.NotFound => Error(404, "not_found", message),
            WireFailure.TooLarge => Error(413, "too_large", message),
            _ => Error(status, "server_error", message),
        };

    public void Decorate(WireRequest request, IDictionary<string, string> headers)
    {
        // The sheet names no headers.
    }

    public void OnEnded(WireRun run, EmulatedTask task)
    {
        // It costs nothing.
    }

    private static IEnumerable<WireOperation> Of(string start, bool old)
    {
        yield return new("prompt", OperationKind.Create, "POST", $"{start}/prompt", request => Queue(request, old));
        yield return new("history", OperationKind.Poll, "GET", $"{start}/history/{{id}}", History);
        yield return new("view", OperationKind.File, "GET", $"{start}/view", View);
        yield return new("queue", OperationKind.Read, "GET", $"{start}/queue", Queued);
        yield return new("delete", OperationKind.Read, "POST", $"{start}/queue", Delete);
        yield return new("interrupt", OperationKind.Read, "POST", $"{start}/interrupt", Interrupt);
        yield return new("upload", OperationKind.Read, "POST", $"{start}/upload/image", Upload);
        yield return new(
            "stats",
            OperationKind.Read,
            "GET",
            $"{start}/system_stats",
            _ =>
                Prepared.Always(Reply.Json(200, new { system = new { os = "posix" }, devices = Array.Empty<object>() }))
        );
    }

    private static Reply Error(int status, string type, string message, object? nodes = null) =>
        Reply.Json(
            status,
            new
            {
                error = new
                {
                    type,
                    message,
                    details = "",
                    extra_info = new { },
                },
                node_errors = nodes ?? new { },
            }
        );

    private static Prepared Queue(WireRequest request, bool old)
    {
        var problems = new List<Problem>();
        var fields = request.Json(problems, nullIsAbsent: false);
        var graph = fields?.Take("prompt", required: true);
        var client = fields?.Text("client_id");
        var given = fields?.Text("prompt_id");
        fields?.Close();
        if (given is not null && !(Guid.TryParseExact(given, "D", out _) && !given.Any(char.IsAsciiLetterUpper)))
        {
            problems.Add(new Problem("prompt_id", "prompt_id must be a UUID in small letters."));
        }

        var order = graph is { } nodes ? ComfyGraph.Read(nodes, request.Run, problems) : null;
        request.Violate(problems);
        if (order is null || problems.Count > 0)
        {
            return new Prepared("", _ => Error(400, "invalid_prompt", problems[0].Message));
        }

        if (order.MissingModel is { } node)
        {
            return new Prepared(
                order.Words,
                _ =>
                    Error(
                        400,
                        "prompt_outputs_failed_validation",
                        "Prompt outputs failed validation",
                        new Dictionary<string, object>
                        {
                            [node] = new
                            {
                                errors = new[] { new { type = "value_not_in_list", message = "Value not in list" } },
                                class_type = "CheckpointLoaderSimple",
                            },
                        }
                    )
            );
        }

        return new Prepared(
            order.Words,
            fault => Queue(request, order, client, old || given is null ? request.Id : given, fault)
        );
    }

    private static Reply Queue(WireRequest request, ComfyGraph order, string? client, string id, FaultRule? fault)
    {
        request.Run.Bill.Charge(new BillLine(id, request.Call, "prompt", request.Now, 0, 1, "job", order.Pictures));
        request.Run.Tasks.Add(
            new ComfyJob(id, request.Now, fault)
            {
                Number = request.Call,
                Graph = order.Nodes,
                Client = client,
                Pictures = order.Pictures,
                Size = order.Size,
            }
        );
        return Reply.Json(
            200,
            new
            {
                prompt_id = id,
                number = request.Call,
                node_errors = new { },
            }
        );
    }

    private static Prepared History(WireRequest request) =>
        new(
            "",
            fault =>
            {
                var job = request.Run.Tasks.Find(request.Target) as ComfyJob;
                if (fault?.Action == FaultAction.VanishedTask)
                {
                    job?.Forget();
                }

                if (job is null || job.Gone || job.Stage == TaskStage.Running)
                {
                    return Reply.Json(200, new { });
                }

                var failed =
                    job.Stage == TaskStage.Failed
                    || job.Interrupted
                    || WordRules.Find(job.Graph.GetRawText()).Count > 0;
                return Reply.Json(200, new Dictionary<string, object> { [job.Id] = Ended(job, failed) });
            }
        );

    private static object Ended(ComfyJob job, bool failed) =>
        new
        {
            prompt = new object[] { job.Number, job.Id, job.Graph, new { client_id = job.Client }, new[] { "9" } },
            outputs = failed
                ? new Dictionary<string, object>()
                : new Dictionary<string, object>
                {
                    ["8"] = new { images = new[] { Image($"{job.Id}_preview", "temp") } },
                    ["9"] = new
                    {
                        images = Enumerable.Range(0, job.Pictures).Select(part => Image($"{job.Id}_{part}", "output")),
                    },
                },
            status = new
            {
                status_str = failed ? "error" : "success",
                completed = !failed,
                messages = new object[]
                {
                    new object[]
                    {
                        failed ? (job.Interrupted ? "execution_interrupted" : "execution_error") : "execution_success",
                        new { prompt_id = job.Id, exception_message = failed ? "CUDA out of memory" : null },
                    },
                },
            },
            meta = new { },
        };

    private static object Image(string name, string type) =>
        new
        {
            filename = $"{name}.png",
            subfolder = "made here",
            type,
        };

    private static Prepared View(WireRequest request) =>
        new(
            "",
            _ =>
            {
                var query = request.Http.Query;
                var name = query["filename"].ToString().Replace(".png", "", StringComparison.Ordinal).Split('_');
                if (query["subfolder"] != "made here" || query["type"] != "output" || name.Length != 2)
                {
                    request.Violate("filename", "There is no such file.");
                }

                return request.Run.Tasks.Find(name[0]) is ComfyJob { Stage: TaskStage.Done } job
                    ? new Reply(
                        200,
                        "image/png",
                        [request.Paint(job.Id, name[^1], job.Size.Width, job.Size.Height, false)]
                    )
                    : Error(404, "not_found", "There is no such file.");
            }
        );

    // One runs, the others wait.
    private static Prepared Queued(WireRequest request) =>
        new(
            "",
            _ =>
            {
                var jobs = request
                    .Run.Tasks.Running()
                    .Cast<ComfyJob>()
                    .Where(job => !job.Gone)
                    .OrderBy(job => job.Number)
                    .Select(job =>
                        new object[] { job.Number, job.Id, job.Graph, new { client_id = job.Client }, new[] { "9" } }
                    )
                    .ToList();
                return Reply.Json(200, new { queue_running = jobs.Take(1), queue_pending = jobs.Skip(1) });
            }
        );

    private static Prepared Delete(WireRequest request)
    {
        var problems = new List<Problem>();
        var ids = request.Json(problems, nullIsAbsent: false)?.Items("delete", 1, 100, required: true) ?? [];
        request.Violate(problems);
        return new Prepared(
            "",
            _ =>
            {
                foreach (var job in request.Run.Tasks.Running().Cast<ComfyJob>().OrderBy(job => job.Number).Skip(1))
                {
                    if (ids.Any(id => id.GetString() == job.Id))
                    {
                        job.Forget();
                    }
                }

                return Reply.Json(200, new { });
            }
        );
    }

    private static Prepared Interrupt(WireRequest request)
    {
        var problems = new List<Problem>();
        var id = request.Json(problems, nullIsAbsent: false)?.Text("prompt_id", required: true);
        request.Violate(problems);
        return new Prepared(
            "",
            _ =>
            {
                // Only what runs.
                if (request.Run.Tasks.Find(id ?? "") is ComfyJob { Stage: TaskStage.Running } job)
                {
                    job.Interrupt();
                    request.Run.Tasks.Stop(job);
                }

                return Reply.Json(200, new { });
            }
        );
    }

    private static Prepared Upload(WireRequest request)
    {
        var file = request.Parts.FirstOrDefault(part => part.Name == "image" && part.FileName is not null);
        var texts = request.Parts.Where(part => part.FileName is null).Select(part => part.Name).ToList();
        if (
            file is null
            || Png.ReadHeader(file.Bytes) is null
            || texts.Except(["type", "subfolder", "overwrite"]).Any()
        )
        {
            request.Violate("image", "Send a PNG as image, and type, subfolder or overwrite at most.");
            return Prepared.Always(Error(400, "bad_upload", "No picture."));
        }

        return new Prepared(
            "",
            _ =>
            {
                // Another name than was asked for, as where the file was there already.
                var name = $"{Hex.Sha256(file.Bytes)}.png";
                ComfyUploads.Of(request.Run)[$"sub/{name}"] = file.Bytes;
                return Reply.Json(
                    200,
                    new
                    {
                        name,
                        subfolder = "sub",
                        type = "input",
                    }
                );
            }
        );
    }
}
