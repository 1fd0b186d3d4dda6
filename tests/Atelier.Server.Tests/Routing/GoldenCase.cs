using Atelier.Core;
using Atelier.Core.Catalogue;
using Atelier.Core.Requests;

namespace Atelier.Server.Tests.Routing;

/// <summary>A request whose route is written down. The cases follow from the catalogue, so that none is forgotten.</summary>
/// <param name="Name">Of its file, without the ending.</param>
internal sealed record GoldenCase(string Name, ImageRequest Request)
{
    private const string NoStyle = "default";

    /// <summary>Every row of the tiers' tables, every alias, and every model with a day of retirement.</summary>
    public static IReadOnlyList<GoldenCase> All(CatalogueSnapshot catalogue) =>
        [.. Tiers(catalogue), .. Aliases(catalogue), .. Retiring(catalogue)];

    // Each style that has a row in some tier, in every tier: a row that is missing is a decision too.
    private static IEnumerable<GoldenCase> Tiers(CatalogueSnapshot catalogue)
    {
        var styles = catalogue
            .Tiers.Values.SelectMany(tier => tier.Styles.Keys)
            .Distinct()
            .Order(StringComparer.Ordinal)
            .Prepend(NoStyle)
            .ToList();
        return from tier in Enum.GetValues<QualityTier>()
            from style in styles
            select new GoldenCase(
                $"tier-{SnakeCase.Of(tier)}-{style}",
                Ask(catalogue, style: style == NoStyle ? null : style) with
                {
                    Tier = tier,
                }
            );
    }

    private static IEnumerable<GoldenCase> Aliases(CatalogueSnapshot catalogue) =>
        from model in catalogue.Models
        from alias in model.Aliases
        select new GoldenCase($"alias-{FileNameOf(alias)}", Ask(catalogue, alias));

    private static IEnumerable<GoldenCase> Retiring(CatalogueSnapshot catalogue) =>
        from model in catalogue.Models
        where model.Retires is not null
        select new GoldenCase($"retired-{FileNameOf(model.Id)}", Ask(catalogue, model.Id));

    // By way of the validator, as at every door: it is what turns an alias into a model.
    private static ImageRequest Ask(CatalogueSnapshot catalogue, string? model = null, string? style = null) =>
        RequestValidator.Validate(
            new RequestDraft
            {
                Prompt = "a calm lake in the mountains",
                Model = model,
                Style = style,
            },
            catalogue,
            new ErrorList()
        );

    private static string FileNameOf(string name) =>
        string.Concat(
            name.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' ? letter : '_')
        );
}
