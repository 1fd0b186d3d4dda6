using Atelier.Core.Catalogue;
using Atelier.Core.Prompts;
using Atelier.Core.Requests;
using Atelier.Core.Routing;
using Atelier.Core.Tests.Catalogue;
using Atelier.Providers.Calls;
using Atelier.Providers.LegNext.Compiling;

namespace Atelier.Providers.Tests.LegNext;

/// <summary>Requests for Midjourney, as the planner would hand them over.</summary>
internal static class LegNextOrders
{
    public const long Seed = 4242;

    private static readonly CatalogueSnapshot Catalogue = ShippedCatalogue.Load();

    /// <summary>One of LegNext's own pictures: the third of its job.</summary>
    public static SourceImage Own(string taskId = "job-1", int number = 2) =>
        new(Guid.CreateVersion7(), 1024, 768, "legnext", taskId, number);

    public static SourceImage Foreign() => new(Guid.CreateVersion7(), 1024, 768, "openai", null, null);

    public static CompileOrder Create(
        string prompt = "a detailed red fox",
        string? negative = null,
        string? style = null,
        string model = "midjourney-v7",
        int width = 1456,
        int height = 816,
        params (string Name, string Value)[] options
    ) =>
        Of(new Create(prompt, negative, style), prompt, model, options) with
        {
            Request = Request(new Create(prompt, negative, style), options) with { Size = new(width, height) },
            NegativePrompt = negative,
        };

    /// <summary>With the words that the composer finds for what a caller wrote.</summary>
    public static CompileOrder Composed(
        string prompt,
        string? negative = null,
        string? style = null,
        string model = "midjourney-v7"
    )
    {
        var order = Create(prompt, negative, style, model);
        var composed = PromptComposer.Compose(order.Request, order.Model, order.Offer, Catalogue);
        return order with
        {
            Prompt = composed.Prompt.Length == 0 ? null : composed.Prompt,
            NegativePrompt = composed.NegativePrompt,
        };
    }

    public static CompileOrder Change(
        ImageOperation operation,
        SourceImage? source = null,
        string? prompt = null,
        params (string Name, string Value)[] options
    ) => Of(operation, prompt, "midjourney-v7", options) with { Source = source ?? Own(), PublicAddress = true };

    public static CompiledCall Compiled(CompileOrder order) =>
        Assert.IsType<Compilation.Ready>(LegNextCompiler.Compile(order)).Call;

    public static Rejection Rejected(CompileOrder order) =>
        Assert.IsType<Compilation.Impossible>(LegNextCompiler.Compile(order)).Reason;

    public static string TextOf(CompileOrder order) => TextOf(Compiled(order));

    public static string TextOf(CompiledCall call) => BodyOf(call).GetProperty("text").GetString()!;

    public static System.Text.Json.JsonElement BodyOf(CompiledCall call) => call.Parameters.GetProperty("body");

    public static IEnumerable<string> Codes(CompiledCall call) => call.Degradations.Select(loss => loss.Code);

    private static CompileOrder Of(
        ImageOperation operation,
        string? prompt,
        string model,
        (string Name, string Value)[] options
    )
    {
        var offer = new OfferEntry
        {
            Provider = "legnext",
            ProviderModel = model,
            Capabilities = [operation.Capability],
            Sizes = new SizeRule { MaxSide = 2048 },
            PicturesPerCall = 4,
            MaxPerCall = 4,
            MaxPromptLength = 8192,
            NegativePrompt = true,
            Price = new OfferPrice
            {
                Expected = 0.08m,
                Maximum = 0.16m,
                AsOf = new DateOnly(2026, 11, 20),
            },
        };
        var entry = new ModelEntry
        {
            Id = model,
            Name = model,
            Version = "7.0",
            Grade = ModelGrade.Premium,
            AestheticScore = 10,
            PhotorealismScore = 8,
            Offers = [offer],
        };
        return new CompileOrder(Request(operation, options), entry, offer, prompt, null);
    }

    private static ImageRequest Request(ImageOperation operation, (string Name, string Value)[] options) =>
        new()
        {
            Operation = operation,
            Seed = Seed,
            ProviderOptions = new Dictionary<string, IReadOnlyDictionary<string, string>>
            {
                ["legnext"] = options.ToDictionary(option => option.Name, option => option.Value),
                ["local"] = new Dictionary<string, string> { ["mode"] = "of another provider" },
            },
        };
}
