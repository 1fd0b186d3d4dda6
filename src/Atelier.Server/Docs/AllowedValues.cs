using System.Reflection;
using System.Text.Json.Serialization;
using Atelier.Core;
using Atelier.Core.Catalogue;
using Atelier.Core.Images;
using Atelier.Core.Requests;
using Atelier.Core.Routing;
using Atelier.Core.States;
using Atelier.Engine.Renditions;
using Atelier.Server.Accounts;
using Atelier.Server.Authentication;
using Atelier.Server.Catalogue;
using Atelier.Server.Generations;
using Atelier.Server.Images;
using Atelier.Server.OpenAi;
using Atelier.Server.Photos;
using Atelier.Server.Presentations;
using Atelier.Server.Presentations.Bodies;
using Atelier.Server.Presentations.Views;
using Atelier.Server.Providers;
using Atelier.Server.Reviews;
using Atelier.Server.Routing;

namespace Atelier.Server.Docs;

/// <summary>The words a field can have, where they are fixed. Styles, models and ratios are the catalogue's and may change.</summary>
internal static class AllowedValues
{
    // A test compares these with what the doors say when they refuse a word.
    private static readonly string[] QualityWords =
    [
        "draft",
        "standard",
        "high",
        "ultra",
        "auto",
        "low",
        "medium",
        "hd",
        "xhigh",
        "max",
    ];

    private static readonly IReadOnlyList<string> Formats = SnakeCase.All<ImageFormat>();

    private static readonly Dictionary<(Type, string), IReadOnlyList<string>> Fields = new()
    {
        [(typeof(GenerationBody), "operation")] = Operations(),
        [(typeof(GenerationBody), "fit")] = ["cover", "pad"],
        [(typeof(GenerationBody), "quality")] = QualityWords,
        [(typeof(GenerationBody), "color_scheme")] = SnakeCase.All<ColorScheme>(),
        [(typeof(GenerationBody), "lighting")] = SnakeCase.All<Lighting>(),
        [(typeof(GenerationBody), "output_format")] = Formats,
        [(typeof(GenerationBody), "tier")] = SnakeCase.All<QualityTier>(),
        [(typeof(GenerationBody), "fallback")] = SnakeCase.All<FallbackRule>(),
        [(typeof(GenerationBody), "priority")] = SnakeCase.All<JobClass>(),
        [(typeof(ImagesBody), "quality")] = QualityWords,
        [(typeof(ImagesBody), "output_format")] = Formats,
        [(typeof(ImagesBody), "response_format")] = ["b64_json", "url"],
        [(typeof(ImagesBody), "background")] = ["auto", "opaque"],
        [(typeof(ImagesBody), "moderation")] = ["auto", "low"],
        [(typeof(ImagesBody), "tier")] = SnakeCase.All<QualityTier>(),
        [(typeof(ImagesBody), "fallback")] = SnakeCase.All<FallbackRule>(),
        [(typeof(PhotoTaskBody), "quality")] = PhotoTaskReader.QualityWords,
        [(typeof(PhotoTaskBody), "outputFormat")] = PhotoTaskReader.FormatWords,
        [(typeof(PhotoTaskBody), "fallback")] = SnakeCase.All<FallbackRule>(),
        [(typeof(PhotoTaskView), "status")] = PhotoTaskView.Statuses,
        [(typeof(ConfigPart), "style")] = DeckWords.Styles,
        [(typeof(ConfigPart), "aspectRatio")] = DeckWords.Ratios,
        [(typeof(ConfigPart), "quality")] = DeckWords.Qualities,
        [(typeof(OptionsPart), "colorScheme")] = DeckWords.ColorSchemes,
        [(typeof(OptionsPart), "lighting")] = DeckWords.Lightings,
        [(typeof(OptionsPart), "fallback")] = SnakeCase.All<FallbackRule>(),
        [(typeof(OptionsPart), "priority")] = SnakeCase.All<JobClass>(),
        [(typeof(ImageUpscaleBody), "targetQuality")] = DeckWords.Qualities,
        [(typeof(EditPart), "type")] = DeckWords.Edits,
        [(typeof(CutOptionsPart), "outputFormat")] = DeckWords.CutFormats,
        [(typeof(ImageDataView), "status")] = DeckWords.Statuses,
        [(typeof(GeneratedImageView), "format")] = Formats,
        [(typeof(ImageMetadataView), "style")] = DeckWords.Styles,
        [(typeof(ImageMetadataView), "aspectRatio")] = DeckWords.Ratios,
        [(typeof(ImageMetadataView), "quality")] = DeckWords.Qualities,
        [(typeof(AccountBody), "tier")] = AccountReader.Tiers,
        [(typeof(AccountView), "tier")] = AccountReader.Tiers,
        [(typeof(AccountView), "state")] = AccountView.States,
        [(typeof(OwnAccountView), "tier")] = AccountReader.Tiers,
        [(typeof(KeyBody), "scopes")] = Scopes.All,
        [(typeof(KeyView), "scopes")] = Scopes.All,
        [(typeof(KeyView), "state")] = KeyView.States,
        [(typeof(ErasureView), "state")] = ErasureView.States,
        [(typeof(ReviewView), "phase")] = ReviewView.Phases,
        [(typeof(ReviewDecisionView), "outcome")] = ReviewDecisionView.Outcomes,
        [(typeof(UrlBody), "variant")] = Variants,
        [(typeof(UrlBody), "fit")] = SnakeCase.All<FitMode>(),
        [(typeof(UrlBody), "format")] = SnakeCase.All<WishedFormat>(),
        [(typeof(GenerationView), "operation")] = Operations(),
        [(typeof(GenerationView), "state")] = States,
        [(typeof(GenerationView), "quality")] = SnakeCase.All<Quality>(),
        [(typeof(ExplanationView), "state")] = States,
        [(typeof(ExplainedCallView), "state")] = SnakeCase.All<AttemptState>(),
        [(typeof(ExplainedCallView), "cost")] = ExplainedCallView.Costs,
        [(typeof(ImageView), "format")] = Formats,
        [(typeof(StyleView), "kind")] = SnakeCase.All<StyleKind>(),
        [(typeof(ModelView), "state")] = ["alive", "retiring", "retired"],
        [(typeof(ProviderKeyView), "state")] = ProviderKeyView.States,
        [(typeof(OfferHealthView), "circuit")] = SnakeCase.All<CircuitState>(),
        [(typeof(OfferView), "capabilities")] = SnakeCase.All<Capability>(),
    };

    public static IReadOnlyList<string> Variants => [.. Enum.GetValues<Rendition>().Select(file => file.WireName())];

    public static IReadOnlyList<string> States => SnakeCase.All<GenerationState>();

    /// <summary>The words of a field; null where any text may stand.</summary>
    public static IReadOnlyList<string>? Find(Type type, string field) => Fields.GetValueOrDefault((type, field));

    private static List<string> Operations() =>
        [
            .. typeof(ImageOperation)
                .GetCustomAttributes<JsonDerivedTypeAttribute>()
                .Select(known => (string)known.TypeDiscriminator!),
        ];
}
