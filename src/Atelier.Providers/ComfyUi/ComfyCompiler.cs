using System.Globalization;
using System.Text.Json.Nodes;
using Atelier.Core;
using Atelier.Core.Catalogue;
using Atelier.Core.Requests;
using Atelier.Core.Routing;
using Atelier.Providers.Calls;
using Atelier.Providers.OpenAi;
using Atelier.Providers.Pictures;

namespace Atelier.Providers.ComfyUi;

/// <summary>Fills an operator's workflow from a request.</summary>
internal sealed class ComfyCompiler(IReadOnlyDictionary<string, Workflow> workflows)
{
    // What callers get who say nothing of it; only another wish is lost.
    private const double UsualStrength = 0.8;
    private const string StepsOption = "steps";

    public Compilation Compile(CompileOrder order)
    {
        var operation = order.Request.Operation;
        if (operation is not Create && order.Source is null)
        {
            throw new ArgumentException("An edit needs its source.", nameof(order));
        }

        var model = ComfyModel.Parse(order.Offer.ProviderModel);
        if (!workflows.TryGetValue(model.Workflow, out var workflow))
        {
            return Impossible(RejectionCause.Availability, "names a workflow that is not there");
        }

        var missing = ComfyModel
            .Needs(operation.Capability)
            .Where(slot => !workflow.Has(slot))
            .Select(slot => SnakeCase.Of(slot))
            .ToList();
        if (operation is Create && workflow.Has(WorkflowSlot.Image))
        {
            return Impossible(RejectionCause.Capability, "has a workflow that needs a picture");
        }

        if (missing.Count > 0 || order.References.Count > 0)
        {
            return Impossible(
                RejectionCause.Capability,
                missing.Count > 0 ? $"has a workflow without {string.Join(" and ", missing)}" : "takes no references"
            );
        }

        var natural = OrderSizes.Natural(order);
        var wanted = order.Request.Size ?? natural;
        var mustFit = operation is Inpaint or Outpaint;
        if (
            NativeSize.For(wanted, order.Offer.Sizes) is not { } made
            || (mustFit && !OpenAiSize.IsSameShape(natural, made, order.Offer.Sizes))
        )
        {
            return Impossible(RejectionCause.Size, $"does not make {wanted}");
        }

        return new Compilation.Ready(Call(order, workflow, model, wanted, made));
    }

    private static CompiledCall Call(
        CompileOrder order,
        Workflow workflow,
        ComfyModel model,
        PixelSize wanted,
        PixelSize made
    )
    {
        var prompt = OrderWords.Of(order);
        var operation = order.Request.Operation;
        var call = new ComfyCall(workflow.Fill(Values(order, model, prompt, made)))
        {
            Seed = order.Request.Seed ?? 0,
            SeedAt = workflow.Slots.GetValueOrDefault(WorkflowSlot.Seed),
            CountAt = workflow.Slots.GetValueOrDefault(WorkflowSlot.Count),
            ImageAt = operation is Create ? null : workflow.Slots.GetValueOrDefault(WorkflowSlot.Image),
            MaskAt = operation is Create ? null : workflow.Slots.GetValueOrDefault(WorkflowSlot.Mask),
            Image = order.Source is null ? null : SourceOf(operation),
            Mask = (operation as Inpaint)?.Mask,
            Margins = operation is Outpaint grow ? new Margins(grow.Left, grow.Right, grow.Top, grow.Bottom) : null,
        };
        var most = workflow.Has(WorkflowSlot.Count) ? order.Offer.MaxPerCall : 1;
        return new CompiledCall(
            order.Offer.Provider,
            order.Model.Id,
            Math.Min(order.Offer.PicturesPerCall, most),
            most,
            call.Write(),
            [.. Losses(order, workflow, wanted, made)]
        )
        {
            FinalPrompt = prompt,
        };
    }

    private static Dictionary<WorkflowSlot, JsonNode> Values(
        CompileOrder order,
        ComfyModel model,
        string? prompt,
        PixelSize made
    )
    {
        var values = new Dictionary<WorkflowSlot, JsonNode>
        {
            [WorkflowSlot.Width] = made.Width,
            [WorkflowSlot.Height] = made.Height,
        };
        Add(WorkflowSlot.Prompt, prompt);
        Add(WorkflowSlot.Negative, order.NegativePrompt);
        Add(WorkflowSlot.Seed, order.Request.Seed);
        Add(WorkflowSlot.Cfg, order.Guidance);
        Add(WorkflowSlot.Model, model.Model);
        Add(WorkflowSlot.Denoise, (order.Request.Operation as Edit)?.Strength);
        var given = order.Request.ProviderOptions.GetValueOrDefault(order.Offer.Provider);
        var steps = given?.GetValueOrDefault(StepsOption) ?? order.Offer.DefaultParams.GetValueOrDefault(StepsOption);
        if (int.TryParse(steps, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            values[WorkflowSlot.Steps] = number;
        }

        return values;

        void Add(WorkflowSlot slot, JsonNode? value)
        {
            if (value is not null)
            {
                values[slot] = value;
            }
        }
    }

    private static Guid SourceOf(ImageOperation operation) =>
        operation switch
        {
            Stylise stylise => stylise.Source,
            Edit edit => edit.Source,
            Upscale upscale => upscale.Source,
            RemoveBackground cut => cut.Source,
            _ => throw new ArgumentException("It changes no picture.", nameof(operation)),
        };

    private static IEnumerable<Degradation> Losses(
        CompileOrder order,
        Workflow workflow,
        PixelSize wanted,
        PixelSize made
    )
    {
        var (request, name) = (order.Request, order.Offer.Provider);
        var sized = workflow.Has(WorkflowSlot.Width) && workflow.Has(WorkflowSlot.Height);
        if (request.Operation is Create ? !sized : made != wanted && request.Size is null)
        {
            yield return new Degradation(
                "size_snapped",
                sized
                    ? $"{name} makes {made} where {wanted} was wanted."
                    : $"The workflow at {name} chooses its own size where {wanted} was wanted."
            );
        }

        if (request.Operation is Edit { Strength: not UsualStrength } && !workflow.Has(WorkflowSlot.Denoise))
        {
            yield return new Degradation("strength_unsupported", $"The workflow at {name} takes no strength.");
        }

        if (order is { SeedAsked: true, Offer.Seed: true } && !workflow.Has(WorkflowSlot.Seed))
        {
            yield return new Degradation("seed_unsupported", $"The workflow at {name} takes no seed.");
        }

        if (order.NegativePrompt is not null && !workflow.Has(WorkflowSlot.Negative))
        {
            yield return new Degradation(
                "negative_prompt_dropped",
                $"The workflow at {name} takes no negative prompt."
            );
        }

        if (order.Guidance is not null && !workflow.Has(WorkflowSlot.Cfg))
        {
            yield return new Degradation("guidance_scale_dropped", $"The workflow at {name} takes no guidance scale.");
        }

        if (request.Operation is Upscale { EnhanceDetails: true } or Upscale { Denoise: true })
        {
            yield return new Degradation("details_unsupported", $"The workflow at {name} enlarges in its own way.");
        }

        if (request.Operation is RemoveBackground { RefineMask: true } or RemoveBackground { PreserveShadow: true })
        {
            yield return new Degradation("cutout_unsupported", $"The workflow at {name} cuts out in its own way.");
        }
    }

    private static Compilation.Impossible Impossible(RejectionCause cause, string text) =>
        new(new Rejection(cause, text));
}
