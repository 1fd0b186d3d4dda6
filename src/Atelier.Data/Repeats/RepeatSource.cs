namespace Atelier.Data.Repeats;

/// <summary>The generation that answers an equal request.</summary>
/// <param name="Ended">Whether its pictures are there; else they are still being made.</param>
public readonly record struct RepeatSource(Guid Id, bool Ended);
