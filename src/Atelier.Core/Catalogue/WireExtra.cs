namespace Atelier.Core.Catalogue;

/// <summary>What a wire may take beyond OpenAI's own fields.</summary>
public enum WireExtra
{
    Seed,
    Steps,
    NegativePrompt,
    GuidanceScale,
}
