namespace Atelier.Core.States;

/// <summary>Where a generation stands; the last three never change again.</summary>
public enum GenerationState
{
    Queued,
    Processing,
    Generating,
    PostProcessing,
    Uploading,
    Complete,
    Failed,
    Canceled,
}
