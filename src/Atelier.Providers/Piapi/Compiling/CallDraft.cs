using System.Text.Json.Nodes;
using Atelier.Core.Catalogue;
using Atelier.Core.Pricing;
using Atelier.Core.Routing;
using Atelier.Providers.Calls;
using Atelier.Providers.Piapi.Pictures;

namespace Atelier.Providers.Piapi.Compiling;

/// <summary>A call while it is compiled: what is asked, and what it loses.</summary>
internal sealed class CallDraft(CompileOrder order, PiapiModel model)
{
    private const string Who = "PiAPI";

    private readonly List<Degradation> _losses = [];

    public CompileOrder Order => order;

    public PiapiModel Model => model;

    /// <summary>The picture that is changed.</summary>
    public SourceImage Source => order.Source ?? throw new InvalidOperationException("There is none.");

    public void Lose(string code, string text) => _losses.Add(new Degradation(code, text));

    /// <summary>Declares what is lost by making this size.</summary>
    public void LoseSize(PixelSize wanted, PixelSize made) =>
        _losses.AddRange(OrderSizes.Losses(order, wanted, made, Who));

    /// <summary>Declares a strength that was asked for and cannot be said.</summary>
    public void LoseStrength()
    {
        if (OrderWords.StrengthLoss(order, Who) is { } loss)
        {
            _losses.Add(loss);
        }
    }

    /// <summary>The words with all that the offer can be told beside them: negative words, guidance, seed.</summary>
    public JsonObject Words(string prompt)
    {
        var input = new JsonObject { ["prompt"] = prompt };
        if (order is { Offer.NegativePrompt: true, NegativePrompt: { } negative })
        {
            input["negative_prompt"] = negative;
        }

        if (order.Guidance is { } guidance)
        {
            input["guidance_scale"] = guidance;
        }

        if (order is { Offer.Seed: true, Request.Seed: { } seed })
        {
            input["seed"] = seed;
        }

        return input;
    }

    /// <summary>The picture that is changed, as it is: fetched from us where PiAPI can, else uploaded, no larger than it may be.</summary>
    /// <param name="most">Pixels that are uploaded at most.</param>
    public InputPicture Picture(string field, SourceImage picture, long most)
    {
        if (order.PublicAddress)
        {
            return new InputPicture(field, picture.Id) { Fetched = true };
        }

        var size = UploadSize.Of(picture, most);
        return new InputPicture(field, picture.Id) { Width = size.Width, Height = size.Height };
    }

    public Compilation Ready(JsonObject input, string? task = null, params IReadOnlyList<InputPicture> pictures) =>
        new Compilation.Ready(
            new CompiledCall(
                PiapiProvider.Name,
                order.Model.Id,
                order.Offer.PicturesPerCall,
                order.Offer.MaxPerCall,
                new PiapiTask(model.Name, task ?? model.Task, input)
                {
                    Pictures = pictures,
                    Batch = order.Offer.MaxPerCall > 1,
                }.Write(),
                _losses
            )
            {
                FinalPrompt = input["prompt"]?.GetValue<string>(),
                ExpectedNanos = NanoDollars.Of(order.Offer.Price.Of(order.Request).Expected),
            }
        );

    public static Compilation Impossible(RejectionCause cause, string text) =>
        new Compilation.Impossible(new Rejection(cause, text));

    /// <summary>Passed over, since it does not make this size.</summary>
    public static Compilation WrongSize(PixelSize wanted) => Impossible(RejectionCause.Size, $"does not make {wanted}");
}
