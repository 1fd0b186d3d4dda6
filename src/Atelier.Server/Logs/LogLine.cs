namespace Atelier.Server.Logs;

/// <summary>An entry of the log before it is written.</summary>
/// <param name="TraceId">The id that answers carry as <c>request_id</c>; null outside of requests.</param>
/// <param name="Values">What the message was made from.</param>
internal sealed record LogLine(
    DateTimeOffset At,
    string Level,
    string Category,
    string Message,
    string? TraceId,
    IReadOnlyList<KeyValuePair<string, object?>> Values,
    Exception? Error
);
