namespace Atelier.Server.Presentations.Bodies;

/// <summary>What <c>POST /api/ai/image/generate</c> takes; only <c>options</c> may be left out.</summary>
internal sealed class ImageGenerateBody : PlacedBody
{
    /// <summary>What the picture shows; 1 to 4,000 characters.</summary>
    public string? Prompt { get; set; }

    /// <summary>What surrounds it.</summary>
    public ContextPart? Context { get; set; }

    /// <summary>Style, ratio and resolution.</summary>
    public ConfigPart? Config { get; set; }

    /// <summary>The element's units.</summary>
    public ConstraintsPart? Constraints { get; set; }

    /// <summary>Further wishes.</summary>
    public OptionsPart? Options { get; set; }
}
