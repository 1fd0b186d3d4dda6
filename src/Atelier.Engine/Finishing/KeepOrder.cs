using Atelier.Core.Catalogue;
using Atelier.Core.Images;
using Atelier.Core.Requests;
using Atelier.Engine.Planning;

namespace Atelier.Engine.Finishing;

/// <summary>What a picture is kept as.</summary>
/// <param name="Offer">Who made it; stands in the files.</param>
/// <param name="Size">The size delivered; null keeps what came.</param>
/// <param name="PublishedPrompt">The prompt, when the caller wants it in the files.</param>
public sealed record KeepOrder(
    Guid GenerationId,
    PlannedOffer Offer,
    ImageFormat Format,
    PixelSize? Size,
    string? PublishedPrompt
)
{
    /// <summary>The inpaint that it is the result of: outside its mask the pixels stay the source's; null for all else.</summary>
    public Inpaint? Inpaint { get; init; }

    /// <summary>How a picture of another ratio comes to its size.</summary>
    public FitMode Fit { get; init; } = FitMode.Cover;

    /// <summary>The photo session that it goes with; null keeps it in the library.</summary>
    public Guid? SessionId { get; init; }

    /// <summary>Whether its files carry the mark.</summary>
    public bool Watermark { get; init; }
}
