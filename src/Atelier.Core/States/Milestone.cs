namespace Atelier.Core.States;

/// <summary>One row of the timeline that every generation follows (requirement C-67); progress never falls.</summary>
/// <param name="Progress">Percent, 0 to 100.</param>
public sealed record Milestone(GenerationState State, GenerationStage Stage, int Progress)
{
    public static readonly Milestone PromptProcessed = new(
        GenerationState.Processing,
        GenerationStage.PromptProcessing,
        10
    );
    public static readonly Milestone Started = new(GenerationState.Generating, GenerationStage.ModelInference, 20);
    public static readonly Milestone Half = new(GenerationState.Generating, GenerationStage.ModelInference, 50);
    public static readonly Milestone Generated = new(GenerationState.Generating, GenerationStage.ModelInference, 70);
    public static readonly Milestone PostProcessing = new(
        GenerationState.PostProcessing,
        GenerationStage.Optimization,
        80
    );
    public static readonly Milestone Uploading = new(GenerationState.Uploading, GenerationStage.Storage, 90);
    public static readonly Milestone Complete = new(GenerationState.Complete, GenerationStage.Storage, 100);
}
