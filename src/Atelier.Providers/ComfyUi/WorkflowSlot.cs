namespace Atelier.Providers.ComfyUi;

/// <summary>A place in a workflow that a request fills.</summary>
internal enum WorkflowSlot
{
    Prompt,
    Negative,
    Seed,
    Width,
    Height,
    Count,
    Steps,
    Cfg,
    Denoise,
    Model,
    Image,
    Mask,
}
