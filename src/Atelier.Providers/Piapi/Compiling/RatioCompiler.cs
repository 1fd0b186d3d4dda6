using Atelier.Core.Catalogue;
using Atelier.Core.Requests;
using Atelier.Core.Routing;
using Atelier.Providers.Calls;
using Atelier.Providers.Piapi.Pictures;

namespace Atelier.Providers.Piapi.Compiling;

/// <summary>Models that are told a ratio and how much of it: Google's and Seedream. They look at several pictures.</summary>
internal static class RatioCompiler
{
    private const long Large = 4_300_800;
    private const long Small = 1_075_200;

    private static readonly string[] GeminiRatios =
    [
        "1:1",
        "4:3",
        "3:2",
        "16:9",
        "9:16",
        "2:3",
        "3:4",
        "4:5",
        "5:4",
        "21:9",
    ];

    private static readonly string[] SeedreamRatios = ["1:1", "16:9", "9:16", "4:3", "3:4", "3:2", "2:3", "4:5", "5:4"];

    public static Compilation Compile(CallDraft draft)
    {
        var order = draft.Order;
        var wanted = order.Request.Size ?? OrderSizes.Natural(order);
        if (NativeSize.For(wanted, order.Offer.Sizes) is not { } made)
        {
            return CallDraft.WrongSize(wanted);
        }

        if (OrderWords.Of(order) is not { Length: > 0 } prompt)
        {
            return CallDraft.Impossible(RejectionCause.Prompt, "needs words");
        }

        draft.LoseSize(wanted, made);
        draft.LoseStrength();
        var input = draft.Words(prompt);
        var google = draft.Model.Name == "gemini";
        input["aspect_ratio"] = Nearest(made, google ? GeminiRatios : SeedreamRatios);
        input[google ? "resolution" : "size"] = made.Pixels switch
        {
            <= Small when google => "1K",
            <= Large => "2K",
            _ => google ? "4K" : "3K",
        };
        input["output_format"] = "png";
        var seen = order.Request.Operation is Create ? order.References : [draft.Source, .. order.References];
        return draft.Ready(
            input,
            pictures: [.. seen.Select(picture => draft.Picture(InputPicture.List, picture, UploadSize.Most))]
        );
    }

    private static string Nearest(PixelSize made, string[] ratios) =>
        ratios.MinBy(ratio => NativeSize.Stretch(made, SizeOf(ratio)))!;

    private static PixelSize SizeOf(string ratio) =>
        PixelSize.TryParse(ratio.Replace(':', 'x'), out var size) ? size : throw new FormatException(ratio);
}
