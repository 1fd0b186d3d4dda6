namespace Atelier.Emulators.Engine;

/// <summary>A request as it arrived; values of headers with secrets are fingerprints.</summary>
/// <param name="Number">From 1, in the order of arrival since the last reset.</param>
/// <param name="Path">Below the base URL of the wire, with the query.</param>
/// <param name="Fault">The fault that was played on it.</param>
/// <param name="Outcome">answered, cut or client_gone; null while it runs.</param>
public sealed record ReceivedCall(
    int Number,
    DateTimeOffset At,
    string Method,
    string Path,
    string Operation,
    IReadOnlyDictionary<string, string> Headers,
    string? Body,
    IReadOnlyList<ReceivedPart> Parts,
    string? Fault = null,
    int? Status = null,
    string? Outcome = null
);
