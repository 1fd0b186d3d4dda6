namespace Atelier.Providers.Local;

/// <summary>What the painter is told.</summary>
/// <param name="Style">The painter's own style; of a picture that is changed, the style of the catalogue.</param>
/// <param name="Width">Pixels of what it makes, which for a changed picture need not be the size asked for.</param>
internal sealed record LocalCall(string Prompt, string? Style, int Width, int Height, long Seed)
{
    /// <summary>The image that is changed; null for a new picture.</summary>
    public Guid? Source { get; init; }
}
