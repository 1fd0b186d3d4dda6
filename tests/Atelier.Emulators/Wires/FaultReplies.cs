using System.Globalization;
using System.Text;
using Atelier.Emulators.Faults;

namespace Atelier.Emulators.Wires;

/// <summary>Answers that a fault puts in the place of the wire's own.</summary>
internal static class FaultReplies
{
    /// <summary>The answer when the fault leaves nothing behind; null when the work is to be done.</summary>
    public static Reply? Before(IWire wire, WireRequest request, FaultRule? fault) =>
        fault?.Action switch
        {
            FaultAction.TooManyRequests => WithRetryAfter(
                Failure(wire, fault, WireFailure.TooManyRequests, 429, "Too many requests."),
                fault.RetryAfter ?? 1
            ),
            FaultAction.OutOfCredits => Failure(wire, fault, WireFailure.OutOfCredits, 402, "Out of credits."),
            FaultAction.Unauthorized => Failure(wire, fault, WireFailure.Unauthorized, 401, "The key is wrong."),
            FaultAction.Refuse => Failure(wire, fault, WireFailure.Refused, 400, "sexual"),
            FaultAction.ErrorBefore => ServerError(wire, fault),
            FaultAction.Redirect => Redirect(request, fault),
            _ => null,
        };

    /// <summary>The answer after the work was done.</summary>
    public static Reply After(IWire wire, Reply reply, FaultRule? fault) =>
        fault?.Action switch
        {
            FaultAction.ErrorAfter => ServerError(wire, fault),
            FaultAction.BrokenJson => reply with { Chunks = [Broken(reply.Chunks)] },
            FaultAction.WrongMime => reply with { ContentType = fault.ContentType ?? "text/html" },
            _ => reply,
        };

    private static Reply ServerError(IWire wire, FaultRule fault)
    {
        var reply = Failure(wire, fault, WireFailure.Server, fault.Status ?? 500, "The server had an error.");
        return fault.RetryAfter is { } seconds ? WithRetryAfter(reply, seconds) : reply;
    }

    private static Reply Failure(IWire wire, FaultRule fault, WireFailure failure, int status, string message)
    {
        var reply = wire.Fail(failure, status, message);
        return fault.Body is null ? reply : reply with { Chunks = [Encoding.UTF8.GetBytes(fault.Body)] };
    }

    private static Reply WithRetryAfter(Reply reply, int seconds)
    {
        reply.Headers["Retry-After"] = seconds.ToString(CultureInfo.InvariantCulture);
        return reply;
    }

    private static Reply Redirect(WireRequest request, FaultRule fault) =>
        new(
            302,
            "text/plain",
            [
                [],
            ]
        )
        {
            Headers = { ["Location"] = fault.Location ?? $"{request.BaseUrl}/redirected" },
        };

    private static byte[] Broken(IReadOnlyList<byte[]> chunks)
    {
        var whole = chunks.SelectMany(chunk => chunk).ToArray();
        return whole[..(whole.Length * 2 / 3)];
    }
}
