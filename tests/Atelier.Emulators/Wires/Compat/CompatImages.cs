using Atelier.Emulators.Checking;
using Atelier.Emulators.Engine;
using Atelier.Emulators.Faults;

namespace Atelier.Emulators.Wires.Compat;

/// <summary>The calls of one server.</summary>
internal sealed class CompatImages(CompatMode mode)
{
    public Prepared Create(WireRequest request)
    {
        var problems = new List<Problem>();
        var order = CompatFields.Read(request, mode, problems);
        CheckPlace(request, problems);
        request.Violate(problems);
        if (CheckKey(request) is { } refusal)
        {
            return Prepared.Always(refusal);
        }

        if (problems.Count > 0)
        {
            return new Prepared(
                order.Prompt,
                _ => CompatErrors.Error(mode.Errors, 400, problems[0].Code, problems[0].Message)
            );
        }

        var bad = WordRules.Find(order.Prompt).Count > 0;
        return new Prepared(
            order.Prompt,
            fault => bad ? CompatErrors.Fail(mode.Errors, WireFailure.Refused, 400, "") : Make(request, order, fault)
        );
    }

    public Prepared Models(WireRequest request) =>
        Prepared.Always(
            CheckKey(request) ?? Reply.Json(200, new { @object = "list", data = new[] { new { id = "some-model" } } })
        );

    public Prepared File(WireRequest request) =>
        new(
            "",
            fault =>
            {
                var id = request
                    .Target.Replace("/content", "", StringComparison.Ordinal)
                    .Replace(".png", "", StringComparison.Ordinal);
                if (
                    request.Http.Headers.Keys.Any(name =>
                        name.Equals("authorization", StringComparison.OrdinalIgnoreCase)
                        || name.Equals("api-key", StringComparison.OrdinalIgnoreCase)
                    )
                )
                {
                    request.Violate("Authorization", "Files take no key.");
                }

                if (
                    fault?.Action == FaultAction.ExpiredUrl
                    || id.Split('_') is not [var job, var size, var part]
                    || request.Run.Tasks.Find(job) is null
                )
                {
                    return CompatErrors.Error(mode.Errors, fault?.Status ?? 403, "expired", "The URL has expired.");
                }

                var sides = size.Split('x').Select(int.Parse).ToArray();
                return new Reply(200, "image/png", [request.Paint(job, part, sides[0], sides[1], false)]);
            }
        );

    private Reply Make(WireRequest request, CompatOrder order, FaultRule? fault)
    {
        request.Run.Bill.Charge(
            new BillLine(
                request.Id,
                request.Call,
                request.Operation,
                request.Now,
                order.Count * mode.Price,
                order.Count,
                "picture",
                order.Count
            )
        );
        var task = new EmulatedTask(request.Id, request.Operation, request.Now, fault);
        var pictures = Enumerable.Range(0, order.Count).Select(part => Picture(request, order, part)).ToList();
        var reply = Reply.Json(
            200,
            new Dictionary<string, object> { ["created"] = request.Now.ToUnixTimeSeconds(), [mode.Result] = pictures }
        );
        request.Run.Tasks.Add(task);
        return reply with { Until = task };
    }

    private Dictionary<string, object?> Picture(WireRequest request, CompatOrder order, int part)
    {
        if (order.Format != "url")
        {
            var file = request.Paint(request.Id, $"{part}", order.Width, order.Height, false);
            return new() { ["b64_json"] = Convert.ToBase64String(file), ["url"] = null };
        }

        var name = $"{request.Id}_{order.Width}x{order.Height}_{part}";
        return new()
        {
            ["url"] = mode.RelativeUrls
                ? $"/v1/images/{name}/content"
                : $"{request.BaseUrl}/{mode.Name}/files/{name}.png",
        };
    }

    private void CheckPlace(WireRequest request, List<Problem> problems)
    {
        if (mode.Query is { } query && request.Http.QueryString.Value != query)
        {
            problems.Add(new Problem("", $"The query must be {query}."));
        }

        if (mode.Path.EndsWith("{id}", StringComparison.Ordinal))
        {
            var kind = request.Parts.Count > 0 ? "/images/edits" : "/images/generations";
            if (!request.Target.EndsWith(kind, StringComparison.Ordinal) || request.Target.Length == kind.Length)
            {
                problems.Add(new Problem("", $"The path must name a deployment and end in {kind}."));
            }
        }
    }

    private Reply? CheckKey(WireRequest request)
    {
        if (mode.KeyHeader is not { } name)
        {
            if (request.Http.Headers.ContainsKey("Authorization"))
            {
                request.Violate("Authorization", "This server was given no key to send.");
            }

            return null;
        }

        var header = request.Http.Headers[name].ToString();
        var key = header.StartsWith(mode.KeyStart, StringComparison.Ordinal) ? header[mode.KeyStart.Length..] : "";
        if (key.Length > 0 && !key.Contains(' ', StringComparison.Ordinal) && key == (request.Options.Key ?? key))
        {
            return null;
        }

        request.Violate(name, $"Send '{name}: {mode.KeyStart}KEY' with the right key.");
        return CompatErrors.Fail(mode.Errors, WireFailure.Unauthorized, 401, "");
    }
}
