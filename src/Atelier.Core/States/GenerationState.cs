namespace Atelier.Core.States;

/// <summary>Where a generation stands; the last three never change again.</summary>
public enum GenerationState
{
    Queued,

    /// <summary>Waits for a person's decision, before a provider is called or before its pictures are delivered.</summary>
    Review,

    Processing,
    Generating,
    PostProcessing,
    Uploading,
    Complete,
    Failed,
    Canceled,
}
