using System.Globalization;
using System.Text;
using Atelier.Core;
using Atelier.Core.Catalogue;

namespace Atelier.Server.Tests.Docs;

/// <summary>Writes <c>docs/models.md</c> from the catalogue that came along.</summary>
internal static class ModelsMarkdown
{
    private const string Head = """
        # Models

        A test writes this page from `catalog/` and fails when it is out of date. Prices are what the operator is expected to pay for
        one picture, in US dollars; the provider's bill is what counts. Scores go from 1 to 10. Which of these can be used where
        you are, and your own changes, `GET /v1/models` tells; [catalogue.md](catalogue.md) says how to change them.

        ## Compared

        | Model | API | USD an image | Aesthetics | Photorealism | Best use |
        |---|---|---:|---:|---:|---|

        """;

    private static readonly string[] Compared =
    [
        "midjourney-v7",
        "midjourney-v6",
        "midjourney-niji6",
        "flux-1.1-pro",
        "flux-kontext",
        "gpt-image-1.5",
        "flux-schnell",
    ];

    public static string Write(CatalogueSnapshot catalogue)
    {
        var page = new StringBuilder(Head);
        foreach (var model in Compared.Select(id => catalogue.FindModel(id)!))
        {
            var offer = model.Offers.First(offer => offer.Price.Known);
            Add(
                page,
                $"| {model.Name} | {Provider(catalogue, offer)} | {Each(offer)} | {model.AestheticScore} | {model.PhotorealismScore} | {Use(catalogue, model)} |\n"
            );
        }

        page.Append("\n## Quality tiers\n\n| Tier | First | By style | Then |\n|---|---|---|---|\n");
        foreach (var tier in Enum.GetValues<QualityTier>().Reverse().Select(tier => catalogue.Tiers[tier]))
        {
            var styles = string.Join(", ", tier.Styles.Select(row => $"{row.Key} `{row.Value}`"));
            var prefer = string.Join(", ", tier.Prefer.Select(id => $"`{id}`"));
            Add(page, $"| {SnakeCase.Of(tier.Tier)} | `{tier.Default}` | {styles} | {prefer} |\n");
        }

        page.Append("\nRetired models stand for their successors. After them: ")
            .AppendJoin(", ", catalogue.FallbackOrder.Select(id => $"`{id}`"))
            .Append(
                ".\n\n## All\n\n| Model | Also called | Grade | Aesthetics | Photorealism | Ends |\n|---|---|---|---:|---:|---|\n"
            );
        foreach (var model in catalogue.Models)
        {
            var ends = model.Retires is { } day
                ? string.Create(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd}, then `{model.Successor}`")
                : "";
            var aliases = string.Join(", ", model.Aliases.Select(alias => $"`{alias}`"));
            Add(
                page,
                $"| `{model.Id}` | {aliases} | {SnakeCase.Of(model.Grade)} | {model.AestheticScore} | {model.PhotorealismScore} | {ends} |\n"
            );
        }

        page.Append(
            "\n## Where they are sold\n\n| Model | Provider | Its name there | Can do | USD an image | As of |\n|---|---|---|---|---:|---|\n"
        );
        foreach (
            var (model, offer) in catalogue.Models.SelectMany(model => model.Offers.Select(offer => (model, offer)))
        )
        {
            var can = Words(offer.Capabilities);
            Add(
                page,
                $"| `{model.Id}` | {Provider(catalogue, offer)} | `{Name(offer)}` | {can} | {Each(offer)} | {offer.Price.AsOf:yyyy-MM-dd} |\n"
            );
        }

        return page.ToString();
    }

    // What it is the first choice for; where it is for nothing, what it is good at.
    private static string Use(CatalogueSnapshot catalogue, ModelEntry model)
    {
        var styles = catalogue
            .Tiers.Values.OrderByDescending(tier => tier.Tier)
            .SelectMany(tier => tier.Styles)
            .Where(row => row.Value == model.Id)
            .Select(row => catalogue.FindStyle(row.Key)!.Name.ToLowerInvariant())
            .Distinct()
            .ToList();
        return styles.Count > 0 ? string.Join(", ", styles) : Words(model.Strengths);
    }

    private static string Each(OfferEntry offer) =>
        offer.Price.Known
            ? (offer.Price.Expected / offer.PicturesPerCall).ToString("0.####", CultureInfo.InvariantCulture)
            : "not published";

    private static string Provider(CatalogueSnapshot catalogue, OfferEntry offer) =>
        catalogue.FindProvider(offer.Provider)!.Name;

    // A pinned version is sixty-four digits that say nothing to a reader.
    private static string Name(OfferEntry offer) => offer.ProviderModel.Split(':')[0];

    private static string Words<T>(IEnumerable<T> words)
        where T : struct, Enum => string.Join(", ", words.Select(word => SnakeCase.Of(word).Replace('_', ' ')));

    private static void Add(StringBuilder page, FormattableString line) =>
        page.Append(line.ToString(CultureInfo.InvariantCulture));
}
