using Atelier.Emulators.Faults;

namespace Atelier.Emulators.Wires;

/// <summary>Puts an answer on the connection, or a part of it.</summary>
internal static class ReplyWriter
{
    /// <summary>How much more <see cref="FaultAction.WrongLength"/> promises.</summary>
    private const int Missing = 64;

    public static bool Cuts(FaultAction? fault) =>
        fault is FaultAction.CutHeaders or FaultAction.CutBody or FaultAction.WrongLength;

    /// <summary>False when it cut the connection.</summary>
    public static async Task<bool> WriteAsync(
        HttpContext context,
        Reply reply,
        FaultAction? fault,
        CancellationToken cancellationToken
    )
    {
        if (context.Response.HasStarted)
        {
            await WriteAsync(context.Response, [.. reply.Chunks.Skip(reply.Early)], long.MaxValue, cancellationToken);
            return true;
        }

        var response = context.Response;
        response.StatusCode = reply.Status;
        response.ContentType = reply.ContentType;
        foreach (var (name, value) in reply.Headers)
        {
            response.Headers[name] = value;
        }

        var length = reply.Chunks.Sum(chunk => (long)chunk.Length);
        var most = fault switch
        {
            FaultAction.CutHeaders => 0,
            FaultAction.CutBody => length / 2,
            _ => length,
        };
        if (reply.Chunks.Count == 1)
        {
            response.ContentLength = fault == FaultAction.WrongLength ? length + Missing : length;
        }

        await response.StartAsync(cancellationToken);
        await response.BodyWriter.FlushAsync(cancellationToken);
        await WriteAsync(response, reply.Chunks, most, cancellationToken);
        if (!Cuts(fault))
        {
            return true;
        }

        await Connection.EndAfterSentAsync(context);
        return false;
    }

    /// <summary>Sends what comes before the work has ended.</summary>
    public static async Task BeginAsync(HttpContext context, Reply reply, CancellationToken cancellationToken)
    {
        var response = context.Response;
        (response.StatusCode, response.ContentType) = (reply.Status, reply.ContentType);
        foreach (var (name, value) in reply.Headers)
        {
            response.Headers[name] = value;
        }

        await WriteAsync(response, [.. reply.Chunks.Take(reply.Early)], long.MaxValue, cancellationToken);
    }

    private static async Task WriteAsync(
        HttpResponse response,
        IReadOnlyList<byte[]> chunks,
        long most,
        CancellationToken cancellationToken
    )
    {
        foreach (var chunk in chunks)
        {
            var now = (int)Math.Min(chunk.Length, most);
            if (now == 0)
            {
                return;
            }

            await response.BodyWriter.WriteAsync(chunk.AsMemory(0, now), cancellationToken);
            await response.BodyWriter.FlushAsync(cancellationToken);
            most -= now;
        }
    }
}
