using System.Text.Json.Serialization;

namespace Atelier.Server.Progress;

/// <summary>How far one generation is (requirements C-65 to C-67).</summary>
/// <param name="ElementId">The element of a presentation that the picture is for; null for none.</param>
/// <param name="Status">queued, processing, generating, post_processing, uploading, complete or failed.</param>
/// <param name="Progress">Percent, 0 to 100; it never falls.</param>
/// <param name="Stage">prompt_processing, model_inference, upscaling, optimization or storage.</param>
/// <param name="EstimatedTimeRemaining">Seconds; missing where nobody can say.</param>
/// <param name="Reason">canceled, or review while a person decides; missing otherwise.</param>
/// <param name="Notice">That one provider failed and another is tried; missing otherwise.</param>
/// <param name="Tick">True where nothing but the percentage is new; missing otherwise.</param>
/// <param name="Preview">A signed address of the picture as it is so far; missing where there is no new one.</param>
/// <param name="PreviewKind">partial: a picture that the provider has not finished; missing without a preview.</param>
/// <param name="Seq">Goes into <c>after</c> to go on behind this message.</param>
/// <param name="At">When it happened.</param>
internal sealed record ProgressView(
    Guid GenerationId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? ElementId,
    string? SlideId,
    string? PresentationId,
    string Status,
    int Progress,
    string Stage,
    int? EstimatedTimeRemaining,
    string? Reason,
    ProgressErrorView? Error,
    ProgressNotice? Notice,
    bool? Tick,
    string? Preview,
    string? PreviewKind,
    long Seq,
    DateTimeOffset At
);
