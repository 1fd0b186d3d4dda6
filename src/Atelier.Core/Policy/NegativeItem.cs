namespace Atelier.Core.Policy;

/// <summary>A part of a negative prompt.</summary>
/// <param name="IsProse">Whether it is longer than the name of a thing to avoid.</param>
internal sealed record NegativeItem(string Text, bool IsProse);
