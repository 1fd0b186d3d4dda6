namespace Atelier.Emulators.Engine;

/// <summary>A callback that was tried: the status it got, or why there was none.</summary>
public sealed record SentCallback(string Job, Uri Url, DateTimeOffset At, int? Status, string? Error);
