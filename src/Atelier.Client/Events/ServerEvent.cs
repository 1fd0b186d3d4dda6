namespace Atelier.Client.Events;

/// <summary>A server-sent event.</summary>
internal sealed record ServerEvent(string? Id, string? Name, string Data);
