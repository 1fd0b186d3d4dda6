namespace Atelier.Data.Attempts;

/// <summary>A lost call, with what it would have sent.</summary>
/// <param name="CallsJson">The compiled calls of its generation; null when the words were erased.</param>
public sealed record LostRow(int Link, DateTimeOffset IntentAt, int FirstSlot, string? CallsJson);
