namespace Atelier.Core.States;

/// <summary>One row of the timeline that every generation follows (requirement C-67); progress never falls.</summary>
/// <param name="Progress">Percent, 0 to 100.</param>
public sealed record Milestone(GenerationState State, GenerationStage Stage, int Progress)
{
    /// <summary>What is to be told with it, as JSON; null for nothing more.</summary>
    public string? Note { get; init; }

    public static readonly Milestone PromptProcessed = new(
        GenerationState.Processing,
        GenerationStage.PromptProcessing,
        10
    );
    public static readonly Milestone Started = new(GenerationState.Generating, GenerationStage.ModelInference, 20);
    public static readonly Milestone Half = new(GenerationState.Generating, GenerationStage.ModelInference, 50);
    public static readonly Milestone Generated = new(GenerationState.Generating, GenerationStage.ModelInference, 70);

    /// <summary>Our own enlarging, which takes its time: of pictures that a painter of ours scales up.</summary>
    public static readonly Milestone Upscaling = new(GenerationState.Generating, GenerationStage.Upscaling, 75);
    public static readonly Milestone PostProcessing = new(
        GenerationState.PostProcessing,
        GenerationStage.Optimization,
        80
    );
    public static readonly Milestone Uploading = new(GenerationState.Uploading, GenerationStage.Storage, 90);
    public static readonly Milestone Complete = new(GenerationState.Complete, GenerationStage.Storage, 100);
}
