namespace Atelier.Engine.Photos;

/// <summary>What one sweep removed.</summary>
/// <param name="Failed">Sessions that are tried again later.</param>
public readonly record struct PhotoSweep(int Sessions, long Images, long Files, long Prompts, int Failed);
