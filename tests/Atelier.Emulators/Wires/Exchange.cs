using Atelier.Emulators.Faults;

namespace Atelier.Emulators.Wires;

/// <summary>Answers one request, well or badly.</summary>
internal sealed class Exchange(HttpContext context, IWire wire, WireRequest request, CancellationToken gone)
{
    private FaultRule? _fault;

    public async Task RunAsync(Prepared prepared, OperationKind kind)
    {
        _fault = request.Run.Faults.Take(request.Operation, kind, prepared.Prompt, WireKey.Of(request.Http));
        if (_fault is not null)
        {
            request.Run.Calls.Fault(request.Call, FaultNames.Of(_fault.Action));
        }

        try
        {
            if (!await AnswerAsync(prepared))
            {
                End("cut");
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            End(context.RequestAborted.IsCancellationRequested ? "client_gone" : "cut");
            context.Abort();
        }
    }

    private async Task<bool> AnswerAsync(Prepared prepared)
    {
        if (_fault is { DelayMs: > 0, Action: not FaultAction.LateCallback })
        {
            await Task.Delay(TimeSpan.FromMilliseconds(_fault.DelayMs), request.Time, gone);
        }

        switch (_fault?.Action)
        {
            case FaultAction.CutBefore:
                context.Abort();
                return false;
            case FaultAction.HangBefore:
                await HangAsync();
                return false;
            default:
                break;
        }

        if (FaultReplies.Before(wire, request, _fault) is { } refusal)
        {
            return await SendAsync(refusal);
        }

        var reply = prepared.Answer(_fault);
        switch (_fault?.Action)
        {
            case FaultAction.CutAfter:
                context.Abort();
                return false;
            case FaultAction.HangAfter:
                await HangAsync();
                return false;
            default:
                break;
        }

        if (reply.Until is not null)
        {
            if (reply.Early > 0 && _fault is null)
            {
                wire.Decorate(request, reply.Headers);
                await ReplyWriter.BeginAsync(context, reply, gone);
            }

            await WaitAsync(reply);
            reply = reply.Afterwards?.Invoke() ?? reply;
        }

        return await SendAsync(FaultReplies.After(wire, reply, _fault));
    }

    private async Task WaitAsync(Reply reply)
    {
        try
        {
            await reply.Until!.Ended.WaitAsync(reply.Patience ?? Timeout.InfiniteTimeSpan, request.Time, gone);
        }
        catch (TimeoutException)
        {
            // It answers as things stand.
        }
    }

    private Task HangAsync() => Task.Delay(Timeout.InfiniteTimeSpan, request.Time, gone);

    // From here on a reset cuts nothing, so that a test may reset as soon as it has its answer; and the record is
    // complete before that answer is.
    private Task<bool> SendAsync(Reply reply)
    {
        if (!context.Response.HasStarted)
        {
            wire.Decorate(request, reply.Headers);
        }

        if (!ReplyWriter.Cuts(_fault?.Action))
        {
            request.Run.Calls.End(request.Call, reply.Status, "answered");
        }

        return ReplyWriter.WriteAsync(context, reply, _fault?.Action, context.RequestAborted);
    }

    private void End(string outcome) =>
        request.Run.Calls.End(request.Call, context.Response.HasStarted ? context.Response.StatusCode : null, outcome);
}
