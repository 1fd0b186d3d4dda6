namespace Atelier.Providers.OpenAi;

/// <summary>Pixels around a picture.</summary>
internal sealed record OpenAiMargins(int Left, int Right, int Top, int Bottom);
