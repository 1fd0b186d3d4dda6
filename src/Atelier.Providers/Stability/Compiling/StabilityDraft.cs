using System.Text;
using Atelier.Core.Catalogue;
using Atelier.Core.Images;
using Atelier.Core.Pricing;
using Atelier.Core.Requests;
using Atelier.Core.Routing;
using Atelier.Providers.Calls;

namespace Atelier.Providers.Stability.Compiling;

/// <summary>A call while it is compiled: what is asked, and what it loses.</summary>
internal sealed class StabilityDraft(CompileOrder order)
{
    // What callers get who say nothing of it; only another wish is lost.
    private const double UsualStrength = 0.8;

    // Of a photo in a style, the subject should still be known.
    private const double StyleStrength = 0.65;

    // Of the letters with accents that Western languages use.
    private const int LastLatin = 0x24F;

    private readonly List<Degradation> _losses = [];

    public CompileOrder Order => order;

    public ImageOperation Operation => order.Request.Operation;

    /// <summary>The picture that is changed; only for operations that have one.</summary>
    public SourceImage Source => order.Source!;

    /// <summary>Pixels of the result at least, where the service chooses them.</summary>
    public long? LeastPixels { get; set; }

    public PixelSize SourceSize => new(Source.Width, Source.Height);

    /// <summary>The caller's negative words, where the offer takes some.</summary>
    public string? Negative => order.Offer.NegativePrompt ? order.NegativePrompt : null;

    /// <summary>How far the result may go from its picture, 0 to 1.</summary>
    public double Strength => Operation is Edit edit ? edit.Strength : StyleStrength;

    public void Lose(string code, string text) => _losses.Add(new Degradation(code, text));

    public void LoseStrength()
    {
        if (Operation is Edit edit && Math.Abs(edit.Strength - UsualStrength) > 0.001)
        {
            Lose("strength_unsupported", "Stability takes no strength here; it was left out.");
        }
    }

    /// <summary>Declares what a size loses that is not the wanted one. Of a new picture the router has said so already.</summary>
    /// <param name="made">What the service makes.</param>
    /// <param name="natural">What the operation itself would give.</param>
    public void LoseSize(PixelSize made, PixelSize natural)
    {
        if (order.Request.Size is { } asked)
        {
            _losses.AddRange(SizeLosses.Of(made, asked, order.Request.Fit));
        }
        else if (made != natural)
        {
            Lose("size_snapped", $"Stability makes {made} where {natural} was wanted.");
        }
    }

    /// <summary>Declares how much of the picture is cut off before it is sent, where that is more than a little.</summary>
    public void LoseEdges(PixelSize taken)
    {
        foreach (var loss in SizeLosses.Of(SourceSize, taken, FitMode.Cover).Where(loss => loss.Code == "size_cropped"))
        {
            _losses.Add(new Degradation("source_cropped", loss.Text));
        }
    }

    public Compilation Ready(StabilityCall call, int maxPerCall = 1)
    {
        // Of a language with our letters only Stability itself can tell.
        if (!call.IsFirst && (IsForeign(call.Prompt) || IsForeign(call.Negative)))
        {
            return Impossible(
                RejectionCause.Prompt,
                "takes prompts in English; this one has letters of another script"
            );
        }

        if (call is { IsFirst: false, Image: not null, Size: null } && SourceSize.Pixels * 3 > StabilityBody.MostBytes)
        {
            Lose("source_compressed", "A file above 10 MiB is sent with a slight loss, since Stability takes no more.");
        }

        return new Compilation.Ready(
            new CompiledCall(
                StabilityProvider.Name,
                order.Model.Id,
                order.Offer.PicturesPerCall,
                maxPerCall,
                call.Write(),
                _losses
            )
            {
                FinalPrompt = call.Prompt,
                LeastPixels = order.Request.Size is null ? LeastPixels : null,
                // Answers name no price: the list's is the one that is booked.
                ExpectedNanos = NanoDollars.Of(order.Offer.Price.Of(order.Request).Expected),
            }
        );
    }

    /// <summary>Why the service does not take the picture; null when it does.</summary>
    public Compilation? Against(SizeRule taken)
    {
        if (taken.Takes(SourceSize))
        {
            return null;
        }

        var ratio = taken.MaxRatio is { } most ? FormattableString.Invariant($" and a ratio of at most {most}:1") : "";
        return Impossible(
            RejectionCause.Size,
            $"takes pictures with sides of {taken.MinSide} to {taken.MaxSide}, {taken.MinPixels} to {taken.MaxPixels} pixels{ratio}; this one has {SourceSize}"
        );
    }

    public Compilation Unable() =>
        Impossible(RejectionCause.Capability, $"has no call for {Operation.Kind} in this service");

    private static bool IsForeign(string? words) =>
        words is not null && words.EnumerateRunes().Any(rune => Rune.IsLetter(rune) && rune.Value > LastLatin);

    public static Compilation Impossible(RejectionCause cause, string text) =>
        new Compilation.Impossible(new Rejection(cause, text));
}
