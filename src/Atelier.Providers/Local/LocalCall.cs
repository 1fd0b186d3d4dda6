namespace Atelier.Providers.Local;

/// <summary>What the painter is told.</summary>
internal sealed record LocalCall(string Prompt, string? Style, int Width, int Height, long Seed);
