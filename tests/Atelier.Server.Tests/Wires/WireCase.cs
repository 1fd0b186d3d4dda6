using Atelier.Core.Catalogue;

namespace Atelier.Server.Tests.Wires;

/// <summary>One thing that one offer of the catalogue says it can do.</summary>
internal sealed record WireCase(ModelEntry Model, OfferEntry Offer, Capability Capability)
{
    private const int Small = 512;

    // The least that OpenAI's models make.
    private static readonly PixelSize Wide = new(1024, 640);

    private static readonly PixelSize Tiny = new(128, 96);

    private static readonly PixelSize Square = new(1024, 1024);

    // None of the nine that Stability's first API knows.
    private static readonly PixelSize Odd = new(1000, 700);

    /// <summary>The offer's name at its provider where the model has several there.</summary>
    public string? Twin => Model.NameOfTwin(Offer);

    /// <summary>The size of a picture that is made, or of the one that is changed: the least that will do.</summary>
    public PixelSize Size =>
        Offer.Provider == "legnext" ? Square
        // Its tools take their time.
        : Offer.Provider == "local" ? Tiny
        : Offer.ProviderModel.EndsWith("edit/inpaint", StringComparison.Ordinal) ? Odd
        : Capability is Capability.Upscaling or Capability.BackgroundRemoval ? new(Small, Small)
        : Offer.Sizes.Fixed.Count > 0 ? Offer.Sizes.Fixed.MinBy(size => size.Pixels)
        : Offer.Sizes.Takes(new(Small, Small)) ? new(Small, Small)
        : Wide;

    /// <summary>Whether it is a change of a picture that must have been made by the same model there.</summary>
    public bool NeedsOwnPicture =>
        Offer.Provider == "legnext"
        && Capability
            is Capability.Inpainting
                or Capability.Outpainting
                or Capability.Variations
                or Capability.Upscaling;

    /// <summary>Everything that a model of the catalogue can do on this day, wherever it is sold; retired ones can nothing.</summary>
    public static IReadOnlyList<WireCase> All(CatalogueSnapshot catalogue, DateOnly today) =>
        [
            .. from model in catalogue.Models
            where !model.IsRetired(today)
            from offer in model.Offers
            from capability in offer.Capabilities
            select new WireCase(model, offer, capability),
        ];

    /// <summary>Of them one for each offer.</summary>
    public static IReadOnlyList<WireCase> Some(IReadOnlyList<WireCase> all) => [.. all.DistinctBy(each => each.Offer)];

    public override string ToString() => $"{Model.Id} at {Offer.Provider} ({Offer.ProviderModel}), {Capability}";
}
