using Atelier.Core.Images;

namespace Atelier.Imaging.Provenance;

/// <summary>What a picture's file says about how it was made.</summary>
public sealed record ProvenanceRecord
{
    /// <summary>The most characters of a prompt that are published. Longer ones are cut.</summary>
    public const int MaxPromptLength = 1000;

    /// <summary>How the picture came to be.</summary>
    public required DigitalSourceType SourceType { get; init; }

    /// <summary>The program that made the file. The default is <c>Atelier</c>.</summary>
    public string CreatorTool { get; init; } = "Atelier";

    /// <summary>The model or service, such as <c>Stable Image Core</c>; null when no trained model took part.</summary>
    public string? AiSystem { get; init; }

    /// <summary>Its version, where the provider tells.</summary>
    public string? AiSystemVersion { get; init; }

    /// <summary>When the picture was made; written in UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>
    /// The prompt, only when the caller wants it published: everybody who gets the file can read it. It goes into the
    /// renditions with all pixels, not into previews.
    /// </summary>
    public string? Prompt { get; init; }
}
