using System.Text.Json;

namespace Atelier.Server.Tests.Presentations;

/// <summary>
/// The members of the types that the doors were ordered with, by name, optionality and kind, against our schema: what was there
/// is neither renamed nor retyped nor dropped. What we added is not listed.
/// </summary>
public sealed class DeckSeedTests
{
    private const string Styles = "realistic|illustration|abstract|minimal|photo";
    private const string Ratios = "16:9|4:3|1:1|9:16|custom";
    private const string Qualities = "draft|standard|high|ultra";

    /// <summary>A <c>?</c> marks what may be missing; words with bars are all there are.</summary>
    public static TheoryData<string, string> Members
    {
        get
        {
            var all = new TheoryData<string, string>();
            Add("generateRequest", "prompt string", "presentationId string", "slideId string", "elementId string");
            Add("generateRequest", "context object", "context.presentationTitle string");
            Add("generateRequest", "context.presentationTheme? string", "context.slideTitle? string");
            Add("generateRequest", "context.slideIndex number", "context.brandColors? strings");
            Add("generateRequest", "context.existingImages? strings", "config object", $"config.style {Styles}");
            Add("generateRequest", $"config.aspectRatio {Ratios}", $"config.quality {Qualities}");
            Add("generateRequest", "constraints object", "constraints.gridWidth number");
            Add("generateRequest", "constraints.gridHeight number", "options? object");
            Add("generateRequest", "options.negativePrompt? string", "options.seed? number");
            Add("generateRequest", "options.guidanceScale? number", "options.provider? string");
            Add("generateRequest", "options.colorScheme? warm|cool|neutral|vibrant");
            Add("generateRequest", "options.lighting? natural|studio|dramatic|soft");
            Add("regenerateRequest", "presentationId string", "slideId string", "elementId string");
            Add("regenerateRequest", "generationId string", "options? object", "options.newSeed? boolean");
            Add("regenerateRequest", "options.sameStyle? boolean", "options.sameAspectRatio? boolean");
            Add("regenerateRequest", "options.modifiedPrompt? string");
            Add("upscaleRequest", "presentationId string", "slideId string", "elementId string", "imageId string");
            Add("upscaleRequest", $"targetQuality {Qualities}", "enhanceDetails? boolean", "denoise? boolean");
            Add("editRequest", "presentationId string", "slideId string", "elementId string", "imageId string");
            Add("editRequest", "edit object", "edit.type inpaint|outpaint|variation", "edit.mask? string");
            Add("editRequest", "edit.prompt? string", "edit.strength? number");
            Add("removeBackgroundRequest", "presentationId string", "slideId string", "elementId string");
            Add("removeBackgroundRequest", "imageId string", "options? object", "options.refineMask? boolean");
            Add("removeBackgroundRequest", "options.preserveShadow? boolean", "options.outputFormat? png|webp");
            Add("answer", "success boolean", "data object");
            Add("failure", "success boolean", "error object");
            Add("data", "generationId string", "images array", "metadata object", "usage object");
            Add("data", "usage.creditsUsed number", "usage.creditsRemaining number");
            Add("metadata", "prompt string", $"style {Styles}", $"aspectRatio {Ratios}", "dimensions object");
            Add("metadata", "dimensions.width number", "dimensions.height number", "provider string");
            Add("metadata", "model string", "seed number", "generationTime number");
            // expiresAt is optional in the type ordered and always there here: C-10.
            Add("image", "id string", "url string", "thumbnailUrl string", "width number", "height number");
            Add("image", "format png|jpeg|webp", "sizeBytes number", "expiresAt string");
            Add("image", "urls.original string", "urls.optimized string", "urls.thumbnail string");
            Add("image", "urls.placeholder string");
            Add("error", "message string", "retryable boolean", "contentPolicyViolation? boolean");
            Add("error", "retryAfter? number", "details? object", "details.provider? string");
            Add("error", "details.reason? string", "details.suggestion? string", "details.contentPolicy? object");
            Add("contentPolicy", "violated boolean", "categories array", "message string");
            Add("progress", "type string", "data object", "data.generationId string", "data.elementId any");
            Add("progress", "data.status queued|processing|generating|post_processing|uploading|complete|failed");
            Add("progress", "data.progress number", "data.estimatedTimeRemaining? number", "data.preview? string");
            Add("progress", "data.stage prompt_processing|model_inference|upscaling|optimization|storage");
            Add("usage", "userId string", "presentationId? string", "generations array", "totalCredits number");
            Add("usage", "remainingCredits number", "resetDate string", "generations[].generationId string");
            Add("usage", "generations[].timestamp string", "generations[].provider string");
            Add("usage", $"generations[].quality {Qualities}", "generations[].creditsUsed number");
            Add("usage", "generations[].success boolean");
            return all;

            void Add(string shape, params string[] members)
            {
                foreach (var member in members)
                {
                    all.Add(shape, member);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Members))]
    [Trait("Requirement", "C-01")]
    [Trait("Requirement", "C-07")]
    [Trait("Requirement", "C-11")]
    [Trait("Requirement", "C-65")]
    public void Schema_AMemberThatWasOrdered_IsThereAsItWasOrdered(string shape, string member)
    {
        var (name, kind) = (member.Split(' ')[0], member.Split(' ')[1]);
        var path = $"{shape}.{name.TrimEnd('?')}";
        var parent = DeckSchemaTests.Find(path[..path.LastIndexOf('.')]);

        var schema = DeckSchemaTests.Find(path);

        Assert.Equal(
            !name.EndsWith('?'),
            DeckSchemaTests.Required(parent).Contains(path[(path.LastIndexOf('.') + 1)..])
        );
        Assert.Equal(kind, KindOf(schema, kind));
    }

    [Theory]
    [InlineData("INVALID_PROMPT")]
    [InlineData("CONTENT_POLICY")]
    [InlineData("GENERATION_FAILED")]
    [InlineData("PROVIDER_UNAVAILABLE")]
    [InlineData("QUOTA_EXCEEDED")]
    [InlineData("RATE_LIMITED")]
    [InlineData("INVALID_DIMENSIONS")]
    [InlineData("SERVICE_UNAVAILABLE")]
    [Trait("Requirement", "C-11")]
    public void Schema_ACodeThatWasOrdered_IsOneOfOurs(string code) =>
        Assert.Contains(code, DeckSchemaTests.EnumOf(DeckSchemaTests.Find("error.code")));

    private static string KindOf(JsonElement schema, string expected)
    {
        if (schema.TryGetProperty("enum", out var words))
        {
            var ours = words.EnumerateArray().Select(word => word.GetString()!).ToList();
            return ours.Order().SequenceEqual(expected.Split('|').Order()) ? expected : string.Join('|', ours);
        }

        if (schema.TryGetProperty("const", out var only))
        {
            return only.ValueKind == JsonValueKind.String ? "string" : "boolean";
        }

        return (schema.TryGetProperty("type", out var type) ? type.GetString() : "any") switch
        {
            "integer" => "number",
            "array"
                when schema.GetProperty("items").TryGetProperty("type", out var item) && item.ValueEquals("string") =>
                "strings",
            var other => other!,
        };
    }
}
