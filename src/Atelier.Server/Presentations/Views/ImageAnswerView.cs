using System.Text.Json.Serialization;
using Atelier.Core.Routing;

namespace Atelier.Server.Presentations.Views;

/// <summary>What the presentation doors answer (requirement C-07).</summary>
/// <param name="Success">Always true; errors have an answer of their own.</param>
internal sealed record ImageAnswerView(bool Success, ImageDataView Data);

/// <summary>A generation as the presentation doors show it.</summary>
/// <param name="Images">Empty until it is complete.</param>
/// <param name="Status">Ours: queued, processing, generating, post_processing, uploading, complete or failed.</param>
/// <param name="Stage">Ours: prompt_processing, model_inference, upscaling, optimization or storage.</param>
/// <param name="Progress">Ours: 0 to 100.</param>
/// <param name="Reason">Ours: review while a person decides about it, canceled where the caller did.</param>
/// <param name="Candidates">Ours: surplus pictures; not charged, to be chosen at <c>/v1/generations/{id}/candidates</c>.</param>
/// <param name="RegeneratedFrom">Ours: the generation that this one makes anew.</param>
internal sealed record ImageDataView(
    [property: JsonPropertyName("generationId")] Guid GenerationId,
    IReadOnlyList<GeneratedImageView> Images,
    ImageMetadataView Metadata,
    ImageUsageView Usage,
    string Status,
    string Stage,
    int Progress,
    string? Reason,
    IReadOnlyList<SurplusImageView>? Candidates,
    [property: JsonPropertyName("regeneratedFrom")] Guid? RegeneratedFrom,
    [property: JsonPropertyName("presentationId")] string? PresentationId,
    [property: JsonPropertyName("slideId")] string? SlideId,
    [property: JsonPropertyName("elementId")] string? ElementId
);

/// <summary>A delivered picture (requirement C-10). Its addresses work until <c>expiresAt</c>; ask again for new ones.</summary>
/// <param name="Url">The original.</param>
/// <param name="ThumbnailUrl">The longer side 256 pixels.</param>
/// <param name="Format">png, jpeg or webp.</param>
/// <param name="SizeBytes">Of the original.</param>
/// <param name="Urls">Ours: all four files.</param>
/// <param name="SourceImageId">Ours: the image that it was made from; missing where it was made from words.</param>
internal sealed record GeneratedImageView(
    string Id,
    string Url,
    [property: JsonPropertyName("thumbnailUrl")] string ThumbnailUrl,
    int Width,
    int Height,
    string Format,
    [property: JsonPropertyName("sizeBytes")] long SizeBytes,
    [property: JsonPropertyName("expiresAt")] DateTimeOffset ExpiresAt,
    ImageUrlsView Urls,
    [property: JsonPropertyName("sourceImageId")] string? SourceImageId
);

/// <summary>The files of a picture (requirement C-61).</summary>
/// <param name="Optimized">WebP, or AVIF where the Accept header takes it.</param>
/// <param name="Thumbnail">The longer side 256 pixels.</param>
/// <param name="Placeholder">A tiny blur.</param>
internal sealed record ImageUrlsView(string Original, string Optimized, string Thumbnail, string Placeholder);

/// <summary>A surplus picture: not charged.</summary>
/// <param name="KeptUntil">When it is deleted unless it was chosen.</param>
internal sealed record SurplusImageView(
    string Id,
    string Url,
    [property: JsonPropertyName("thumbnailUrl")] string ThumbnailUrl,
    int Width,
    int Height,
    [property: JsonPropertyName("keptUntil")] DateTimeOffset? KeptUntil
);

/// <summary>How a picture was made (requirement C-08).</summary>
/// <param name="Prompt">The final one, as sent.</param>
/// <param name="Style">realistic, illustration, abstract, minimal or photo.</param>
/// <param name="AspectRatio">16:9, 4:3, 1:1, 9:16 or custom.</param>
/// <param name="Provider">dalle3, sdxl or midjourney, else the id of who made it or is first in line.</param>
/// <param name="Model">Id of the model.</param>
/// <param name="Seed">Yours, the provider's, or the one we drew.</param>
/// <param name="GenerationTime">Milliseconds from the start of the work to its end; 0 before.</param>
/// <param name="Quality">Ours: draft, standard, high or ultra.</param>
/// <param name="Degradations">Ours: what was lost on the way; empty when nothing was.</param>
/// <param name="FallbackFrom">Ours: what was first in line, when another one ran.</param>
/// <param name="Cached">Ours: whether it was made before and cost nothing now.</param>
internal sealed record ImageMetadataView(
    string Prompt,
    string Style,
    [property: JsonPropertyName("aspectRatio")] string AspectRatio,
    DimensionsView Dimensions,
    string Provider,
    string Model,
    long Seed,
    [property: JsonPropertyName("generationTime")] long GenerationTime,
    string Quality,
    IReadOnlyList<Degradation> Degradations,
    [property: JsonPropertyName("fallbackFrom")] DeckFallbackView? FallbackFrom,
    bool Cached
);

/// <summary>Pixels.</summary>
internal sealed record DimensionsView(int Width, int Height);

/// <summary>What was first in line and did not run (requirement C-83).</summary>
/// <param name="Reason">What became of it, to be read behind its name.</param>
internal sealed record DeckFallbackView(string Provider, string Model, string Reason);

/// <summary>Credits (requirement C-09).</summary>
/// <param name="CreditsUsed">Paid for it; 0 before its end.</param>
/// <param name="CreditsRemaining">Left to spend.</param>
internal sealed record ImageUsageView(
    [property: JsonPropertyName("creditsUsed")] decimal CreditsUsed,
    [property: JsonPropertyName("creditsRemaining")] decimal CreditsRemaining
);
