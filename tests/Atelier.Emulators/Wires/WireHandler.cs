using Atelier.Emulators.Hosting;

namespace Atelier.Emulators.Wires;

/// <summary>The way of every request: record, check, fault before, create, fault after.</summary>
internal sealed class WireHandler(EmulatorOptions options)
{
    private const string Unmatched = "none";

    public async Task HandleAsync(HttpContext context, EmulatedWire emulated)
    {
        var run = emulated.Run;
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, run.Stopped);
        var path = context.Request.Path.Value![(emulated.Id.Length + 1)..];
        var (operation, target) = Match(emulated.Wire, context.Request.Method, path);
        byte[] body = [];
        Reply? tooLarge = null;
        try
        {
            body = await BodyReader.ReadAsync(context.Request, gone.Token);
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == 413)
        {
            tooLarge = emulated.Wire.Fail(WireFailure.TooLarge, 413, "The request is too large.");
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // It never arrived whole, so no provider would have seen it.
            return;
        }

        var parts = await BodyReader.ReadPartsAsync(context.Request.ContentType, body);
        var name = operation?.Name ?? Unmatched;
        var number = run.Calls.Add(call =>
            CallRecord.Create(call, options.Time.GetUtcNow(), context.Request, path, name, body, parts)
        );
        var request = new WireRequest
        {
            Run = run,
            Options = options,
            Time = options.Time,
            Wire = emulated.Id,
            BaseUrl = emulated.BaseUrl.ToString(),
            Id = Guid.CreateVersion7(options.Time.GetUtcNow()).ToString(),
            Call = number,
            Operation = name,
            Target = target,
            Http = context.Request,
            Body = body,
            Parts = parts,
        };
        var prepared =
            tooLarge is not null ? Prepared.Always(tooLarge)
            : operation is not null ? operation.Prepare(request)
            : NotThere(emulated.Wire, request, path);
        if (options.Painter is { } painter && body.Length > 0)
        {
            await painter.ReceiveAsync(emulated.Id, prepared.Prompt, body, [.. parts.Select(part => part.Bytes)]);
        }

        var exchange = new Exchange(context, emulated.Wire, request, gone.Token);
        await exchange.RunAsync(prepared, operation?.Kind ?? OperationKind.Read);
    }

    private static (WireOperation? Operation, string Target) Match(IWire wire, string method, string path)
    {
        foreach (var operation in wire.Operations.Where(operation => operation.Method == method))
        {
            if (operation.Match(path) is { } target)
            {
                return (operation, target);
            }
        }

        return (null, "");
    }

    private static Prepared NotThere(IWire wire, WireRequest request, string path)
    {
        var message = $"Unknown request URL: {request.Http.Method} {path}.";
        request.Violate("", message);
        return Prepared.Always(wire.Fail(WireFailure.NotFound, 404, message));
    }
}
