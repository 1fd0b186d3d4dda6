using System.Globalization;
using Atelier.Emulators.Checking;
using Atelier.Emulators.Engine;
using Atelier.Emulators.Faults;

namespace Atelier.Emulators.Wires.Replicate;

/// <summary>Creates predictions, tells their state, lists and stops them, and settles them when they end.</summary>
internal sealed class ReplicatePredictions(Func<WireRun, FileShelf> shelves)
{
    private const int PageSize = 100;
    private const string Ending = "/predictions";

    /// <summary><c>POST /v1/models/{owner}/{name}/predictions</c>: official models.</summary>
    public Prepared CreateOfModel(WireRequest request) =>
        request.Target.EndsWith(Ending, StringComparison.Ordinal)
        && ReplicateModel.Find(request.Target[..^Ending.Length]) is { IsOfficial: true } model
            ? Create(request, _ => model)
            : Prepared.Always(ReplicateKeys.Check(request) ?? ReplicateErrors.NotFound());

    /// <summary><c>POST /v1/predictions</c>: whatever <c>version</c> means.</summary>
    public Prepared CreateOfVersion(WireRequest request) =>
        Create(
            request,
            fields =>
                fields.Text("version", 1, required: true) is { } version ? ReplicateModel.FindVersion(version) : null
        );

    public static Prepared Get(WireRequest request)
    {
        if (ReplicateKeys.Check(request) is { } refusal)
        {
            return Prepared.Always(refusal);
        }

        return new Prepared(
            "",
            fault =>
            {
                if (request.Run.Tasks.Find(request.Target) is not ReplicatePrediction prediction)
                {
                    return ReplicateErrors.NotFound();
                }

                if (fault?.Action == FaultAction.VanishedTask)
                {
                    prediction.Vanish(fault.Billed);
                }

                prediction.Poll();
                return prediction.Vanished
                    ? ReplicateErrors.NotFound()
                    : Reply.Json(200, ReplicateJson.Of(prediction, request.Now));
            }
        );
    }

    /// <summary><c>POST /v1/predictions/{id}/cancel</c>.</summary>
    public static Prepared Cancel(WireRequest request)
    {
        const string Wish = "/cancel";
        if (ReplicateKeys.Check(request) is { } refusal)
        {
            return Prepared.Always(refusal);
        }

        return new Prepared(
            "",
            _ =>
            {
                if (
                    !request.Target.EndsWith(Wish, StringComparison.Ordinal)
                    || request.Run.Tasks.Find(request.Target[..^Wish.Length])
                        is not ReplicatePrediction { Vanished: false } prediction
                )
                {
                    return ReplicateErrors.NotFound();
                }

                if (prediction.Stage == TaskStage.Running)
                {
                    prediction.Cancel();
                    request.Run.Tasks.Finish(prediction);
                }

                return Reply.Json(200, ReplicateJson.Of(prediction, request.Now));
            }
        );
    }

    public static Prepared List(WireRequest request)
    {
        var query = request.Http.Query;
        var (after, before) = (TimeOf(request, "created_after"), TimeOf(request, "created_before"));
        var skip = int.TryParse(query["cursor"], out var cursor) ? cursor : 0;
        return Prepared.Always(
            ReplicateKeys.Check(request)
                ?? Page(request, skip, after ?? DateTimeOffset.MinValue, before ?? DateTimeOffset.MaxValue)
        );
    }

    /// <summary>Books what it cost, and calls back.</summary>
    public static void Settle(WireRun run, ReplicatePrediction prediction, TimeProvider time)
    {
        if (prediction.IsBilled)
        {
            run.Bill.Charge(
                new BillLine(
                    prediction.Id,
                    prediction.Call,
                    prediction.Order.Model.Name,
                    prediction.EndedAt!.Value,
                    prediction.NanoDollars,
                    prediction.Order.Model.IsOfficial ? prediction.Order.Pictures : (long)(prediction.Seconds * 1000),
                    prediction.Order.Model.IsOfficial ? "picture" : "millisecond",
                    prediction.Status == "succeeded" ? prediction.Order.Pictures : 0
                )
            );
        }

        if (
            prediction.Order is { Webhook: { } webhook } order
            && order.Events.Contains("completed")
            && !prediction.Vanished
            && prediction.Fault?.Action != FaultAction.NoCallback
        )
        {
            CallBack(run, prediction, webhook, time);
        }
    }

    private static void CallBack(WireRun run, ReplicatePrediction prediction, Uri webhook, TimeProvider time)
    {
        var late = prediction.Fault is { Action: FaultAction.LateCallback } fault ? fault.DelayMs : 0;
        _ = run.Callbacks.SendAsync(
            prediction.Id,
            webhook,
            JsonText.Write(ReplicateJson.Of(prediction, time.GetUtcNow())),
            TimeSpan.FromMilliseconds(late),
            prediction.Fault?.Action == FaultAction.DuplicateCallback ? 2 : 1,
            body => WebhookSigner.Sign(prediction.Id, body, time.GetUtcNow())
        );
    }

    private Prepared Create(WireRequest request, Func<FieldCheck, ReplicateModel?> modelOf)
    {
        var problems = new List<Problem>();
        var fields = request.Json(problems, nullIsAbsent: false);
        var model = fields is null ? null : modelOf(fields);
        if (fields is not null && model is null && problems.Count == 0)
        {
            problems.Add(new Problem("version", "Invalid version or not permitted"));
        }

        var order = model is null
            ? null
            : ReplicateFields.Read(fields!, model, request, shelves(request.Run), problems);
        var wait = ReadWait(request, problems);
        request.Violate(problems);
        if (ReplicateKeys.Check(request) is { } refusal)
        {
            return Prepared.Always(refusal);
        }

        return problems.Count > 0 || order is null
            ? new Prepared(
                order?.Prompt ?? "",
                _ => ReplicateErrors.Error(422, problems[0].Message, "Input validation failed")
            )
            : new Prepared(order.Prompt, fault => Create(request, order, fault, wait));
    }

    private static Reply Create(WireRequest request, ReplicateOrder order, FaultRule? fault, TimeSpan? wait)
    {
        // What it does not like it says after a run, not before.
        var refused = WordRules.Find(order.Prompt).Count > 0;
        var prediction = new ReplicatePrediction(
            request.Id.Replace("-", "", StringComparison.Ordinal),
            order,
            request.Now,
            refused ? new FaultRule { Action = FaultAction.FailedTask, Body = order.Model.Refusal } : fault
        )
        {
            Call = request.Call,
            BaseUrl = request.BaseUrl,
            Echo = request.Options.Echo,
        };
        if (fault?.Action == FaultAction.VanishedTask)
        {
            prediction.Vanish(fault.Billed);
        }

        var reply = Reply.Json(201, ReplicateJson.Of(prediction, request.Now));
        request.Run.Tasks.Add(prediction);
        return wait is null
            ? reply
            : reply with
            {
                Until = prediction,
                Patience = wait,
                Afterwards = () =>
                    Reply.Json(
                        prediction.Stage == TaskStage.Running ? 202 : 201,
                        ReplicateJson.Of(prediction, request.Now)
                    ),
            };
    }

    // Prefer: wait, or wait=1 to wait=60; null when it is not there.
    private static TimeSpan? ReadWait(WireRequest request, List<Problem> problems)
    {
        var prefer = request.Http.Headers["Prefer"].ToString();
        if (prefer.Length == 0)
        {
            return null;
        }

        var seconds =
            prefer == "wait" ? 60
            : prefer.StartsWith("wait=", StringComparison.Ordinal)
            && int.TryParse(prefer["wait=".Length..], out var asked)
                ? asked
            : 0;
        if (seconds is < 1 or > 60)
        {
            problems.Add(new Problem("Prefer", "Prefer must be wait, or wait=1 to wait=60."));
        }

        return TimeSpan.FromSeconds(Math.Clamp(seconds, 1, 60));
    }

    private static Reply Page(WireRequest request, int skip, DateTimeOffset after, DateTimeOffset before)
    {
        var all = request
            .Run.Tasks.All()
            .OfType<ReplicatePrediction>()
            .Where(one => !one.Vanished && one.CreatedAt >= after && one.CreatedAt < before)
            .OrderByDescending(one => one.Call)
            .ToList();
        var more = all.Count > skip + PageSize;
        return Reply.Json(
            200,
            new
            {
                next = more ? $"{request.BaseUrl}/v1/predictions?cursor={skip + PageSize}" : null,
                previous = (string?)null,
                results = all.Skip(skip).Take(PageSize).Select(one => ReplicateJson.Of(one, request.Now)),
            }
        );
    }

    private static DateTimeOffset? TimeOf(WireRequest request, string name)
    {
        var text = request.Http.Query[name].ToString();
        if (text.Length == 0)
        {
            return null;
        }

        if (
            DateTimeOffset.TryParse(
                text,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out var time
            )
        )
        {
            return time;
        }

        request.Violate(name, $"{name} must be a time such as 2026-11-20T10:00:00Z.");
        return null;
    }
}
