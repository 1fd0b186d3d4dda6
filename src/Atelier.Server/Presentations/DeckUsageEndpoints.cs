using Atelier.Core.Errors;
using Atelier.Data.Reports;
using Atelier.Server.Authentication;
using Atelier.Server.Presentations.Reading;
using Atelier.Server.Presentations.Views;
using Atelier.Server.Usage;
using Atelier.Server.Wire;
using Microsoft.AspNetCore.Http.Features;

namespace Atelier.Server.Presentations;

/// <summary>What pictures of presentations cost, from the ledger (requirement C-80).</summary>
internal static class DeckUsageEndpoints
{
    public static void MapDeckUsage(this IEndpointRouteBuilder routes)
    {
        routes
            .MapGet($"{DeckDoors.Image}/usage", OwnAsync)
            .RequireAuthorization(Scopes.Read)
            .WithTags("Presentations")
            .WithName("GetDeckImageUsage")
            .WithSummary("Your generations that ended and the credits each cost, newest first.")
            .Produces<DeckUsageView>();
        routes
            .MapGet($"{DeckDoors.Presentations}/{{id}}/usage", OfDeckAsync)
            .RequireAuthorization(Scopes.Read)
            .WithTags("Presentations")
            .WithName("GetPresentationUsage")
            .WithSummary("The generations for one deck, as you call it, and the credits each cost.")
            .Produces<DeckUsageView>();
    }

    private static Task<IResult> OwnAsync(
        CurrentCaller caller,
        UsageReportStore usage,
        DeckNames names,
        string? cursor,
        string? limit,
        CancellationToken cancellationToken
    ) => AnswerAsync(caller, null, usage, names, UsageQuery.Read(cursor, limit, null, null), cancellationToken);

    private static Task<IResult> OfDeckAsync(
        string id,
        HttpContext context,
        CurrentCaller caller,
        UsageReportStore usage,
        DeckNames names,
        string? cursor,
        string? limit,
        CancellationToken cancellationToken
    )
    {
        // Of a name with a slash in it the routing keeps the escape, which then could be one of the name's own.
        var deck = NameIn(context) ?? id;
        if (!PlaceReader.IsName(deck))
        {
            throw new AtelierException([
                new FieldError("id", "id must be 1 to 128 characters, without control characters."),
            ]);
        }

        return AnswerAsync(caller, deck, usage, names, UsageQuery.Read(cursor, limit, null, null), cancellationToken);
    }

    private static string? NameIn(HttpContext context)
    {
        var path = context.Features.Get<IHttpRequestFeature>()?.RawTarget.Split('?')[0].Split('/');
        return path is ["", _, _, var name, _] ? Uri.UnescapeDataString(name) : null;
    }

    private static async Task<IResult> AnswerAsync(
        CurrentCaller caller,
        string? deck,
        UsageReportStore usage,
        DeckNames names,
        UsageQuery query,
        CancellationToken cancellationToken
    )
    {
        var account =
            await usage.FindAsync(caller.AccountId, cancellationToken)
            ?? throw new AtelierException(ErrorCode.NotFound, "There is no account of this id.");
        // One more than asked for tells whether there is another page.
        var found = await usage.ListAsync(
            caller.AccountId,
            deck,
            span: null,
            query.Before,
            query.Most + 1,
            cancellationToken
        );
        var page = found.Take(query.Most).Select(used => Show(used, names)).ToList();
        var more = found.Count > query.Most;
        var total = deck is null
            ? account.CostThisMonth
            : await usage.CostOfAsync(caller.AccountId, deck, cancellationToken);
        return TypedResults.Json(
            new DeckUsageView(
                true,
                caller.AccountId,
                deck,
                page,
                total / 1000m,
                account.Balance / 1000m,
                account.MonthEndsAt,
                more,
                more ? $"{page[^1].GenerationId}" : null
            ),
            CamelJson.Options
        );
    }

    private static DeckUsedView Show(UsedGeneration used, DeckNames names) =>
        new(
            used.Id,
            used.CreatedAt,
            names.Of(used.Model ?? "", used.Provider ?? ""),
            used.Quality ?? "",
            used.Credits / 1000m,
            used.Success
        );
}
