namespace Atelier.Core.States;

/// <summary>What is being done, in the words of requirement C-66.</summary>
public enum GenerationStage
{
    PromptProcessing,
    ModelInference,
    Upscaling,
    Optimization,
    Storage,
}
