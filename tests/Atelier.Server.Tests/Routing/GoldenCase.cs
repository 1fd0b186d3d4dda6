using Atelier.Core;
using Atelier.Core.Catalogue;
using Atelier.Core.Requests;
using Atelier.Core.Routing;

namespace Atelier.Server.Tests.Routing;

/// <summary>A request whose route is written down. The cases follow from the catalogue, so that none is forgotten.</summary>
/// <param name="Name">Of its file, without the ending.</param>
internal sealed record GoldenCase(string Name, ImageRequest Request)
{
    private const string NoStyle = "default";

    private static readonly Guid Image = new("0198c1a0-0000-7000-8000-000000000000");

    /// <summary>What the chain begins with.</summary>
    public RouteOrder Order { get; init; }

    /// <summary>What the account's holder pays for.</summary>
    public AccountTier AccountTier { get; init; }

    /// <summary>
    /// Every row of the tiers' tables, every visual style without and with a reference, the photo door of every account, every
    /// alias, and every model with a day of retirement.
    /// </summary>
    public static IReadOnlyList<GoldenCase> All(CatalogueSnapshot catalogue) =>
        [
            .. Tiers(catalogue),
            .. Styles(catalogue),
            .. Photos(catalogue),
            .. Aliases(catalogue),
            .. Retiring(catalogue),
        ];

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

    // Requirements C-17 to C-21 and C-81; a reference is not every model's (requirement A-24).
    private static IEnumerable<GoldenCase> Styles(CatalogueSnapshot catalogue) =>
        from style in catalogue.Styles
        where style.Kind == StyleKind.Visual && style.Best.Count > 0
        let request = Ask(catalogue, style: style.Id)
        from asked in new[]
        {
            new GoldenCase($"style-{style.Id}", request),
            new GoldenCase($"style-{style.Id}-reference", request with { References = [Image] }),
        }
        select asked;

    // Requirement B-32; which of its styles it is changes nothing in the order.
    private static IEnumerable<GoldenCase> Photos(CatalogueSnapshot catalogue) =>
        from tier in Enum.GetValues<AccountTier>()
        let style = catalogue.Styles.First(style => style.Kind == StyleKind.Transfer)
        select new GoldenCase(
            $"photo-{SnakeCase.Of(tier)}",
            new ImageRequest { Operation = new Stylise(Image, null, style.Id) }
        )
        {
            Order = RouteOrder.Photo,
            AccountTier = tier,
        };

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
