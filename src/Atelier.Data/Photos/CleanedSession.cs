namespace Atelier.Data.Photos;

/// <summary>What went with a session.</summary>
public readonly record struct CleanedSession(long Images, long Files, long Prompts);
