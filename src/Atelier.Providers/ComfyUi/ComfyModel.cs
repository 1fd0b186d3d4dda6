using Atelier.Core.Catalogue;

namespace Atelier.Providers.ComfyUi;

/// <summary>What an offer's model says here: a workflow, and behind a <c>#</c> the file of a model that goes into its slot.</summary>
internal sealed record ComfyModel(string Workflow, string? Model)
{
    public static ComfyModel Parse(string providerModel) =>
        providerModel.Split('#', 2) is [var workflow, var model]
            ? new ComfyModel(workflow, model)
            : new ComfyModel(providerModel, null);

    /// <summary>The slots without which a workflow cannot do it.</summary>
    public static IEnumerable<WorkflowSlot> Needs(Capability capability) =>
        capability switch
        {
            Capability.TextToImage => [WorkflowSlot.Prompt],
            Capability.ImageToImage => [WorkflowSlot.Prompt, WorkflowSlot.Image],
            Capability.Inpainting or Capability.Outpainting =>
            [
                WorkflowSlot.Prompt,
                WorkflowSlot.Image,
                WorkflowSlot.Mask,
            ],
            _ => [WorkflowSlot.Image],
        };
}
