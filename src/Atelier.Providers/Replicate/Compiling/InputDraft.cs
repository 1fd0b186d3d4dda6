using System.Text.Json.Nodes;
using Atelier.Core.Catalogue;
using Atelier.Core.Pricing;
using Atelier.Core.Requests;
using Atelier.Core.Routing;
using Atelier.Providers.Calls;
using Atelier.Providers.Replicate.Inputs;

namespace Atelier.Providers.Replicate.Compiling;

/// <summary>An input while it is compiled: what is asked, and what it loses.</summary>
internal sealed class InputDraft(CompileOrder order, string model, string? version)
{
    // What callers get who say nothing of it; only another wish is lost.
    private const double UsualStrength = 0.8;

    private readonly List<Degradation> _losses = [];

    public CompileOrder Order => order;

    /// <summary>The picture that is changed.</summary>
    /// <exception cref="ArgumentException">There is none: the order makes no sense.</exception>
    public SourceImage Source =>
        order.Source ?? throw new ArgumentException("A change needs its source.", nameof(order));

    public PixelSize SourceSize => new(Source.Width, Source.Height);

    public void Lose(string code, string text) => _losses.Add(new Degradation(code, text));

    /// <summary>The words; where the caller has none, those that say what the operation itself means.</summary>
    public string Words() =>
        order.Prompt
        ?? order.Request.Operation switch
        {
            Create create => create.Prompt,
            Stylise { Style: { } style } => $"Redraw this picture in the style {style}.",
            Stylise => "Redraw this picture.",
            Inpaint => "Fill the empty part of this picture so that it fits the rest.",
            _ => "Make another picture like this one: same subject, same style, other details.",
        };

    /// <summary>Declares that the caller's strength is left out.</summary>
    public void LoseStrength()
    {
        if (order.Request.Operation is Edit edit && Math.Abs(edit.Strength - UsualStrength) > 0.001)
        {
            Lose("strength_unsupported", "This model takes no strength; it was left out.");
        }
    }

    /// <summary>Declares what a change loses by being made in another size. Of a new picture the router has said so.</summary>
    public void LoseSize(PixelSize natural, PixelSize made)
    {
        if (order.Request.Operation is Create)
        {
            return;
        }

        if (order.Request.Size is { } asked)
        {
            _losses.AddRange(SizeLosses.Of(made, asked, order.Request.Fit));
        }
        else if (made != natural)
        {
            Lose("size_snapped", $"Replicate makes {made} where {natural} was wanted.");
        }
    }

    public Compilation Ready(JsonObject input, bool many = false, params IReadOnlyList<InputFile> files) =>
        new Compilation.Ready(
            new CompiledCall(
                ReplicateProvider.Name,
                order.Model.Id,
                order.Offer.PicturesPerCall,
                many ? order.Offer.MaxPerCall : 1,
                new ReplicateTask(model, version, input) { Files = files, Many = many }.ToJson(),
                _losses
            )
            {
                FinalPrompt = input["prompt"]?.GetValue<string>(),
                // Kept with the call: it is what a picture of an official model costs.
                ExpectedNanos = NanoDollars.Of(order.Offer.Price.Of(order.Request).Expected),
            }
        );

    public static Compilation Impossible(RejectionCause cause, string text) =>
        new Compilation.Impossible(new Rejection(cause, text));

    public Compilation NoSuchCall() =>
        Impossible(RejectionCause.Capability, $"has no call for {order.Request.Operation.Kind}");

    public static Compilation NoSuchSize(PixelSize wanted) =>
        Impossible(RejectionCause.Size, $"does not make {wanted}");
}
