using Atelier.Core.Catalogue;
using Atelier.Core.Requests;
using Atelier.Data.Accounts;
using Atelier.Engine.Catalogue;
using Atelier.Server.Authentication;
using Atelier.Server.Wire;

namespace Atelier.Server.Accounts;

/// <summary><c>/admin/api/accounts/{id}/routing</c>: which providers an account's requests may go to.</summary>
internal static class RoutingEndpoints
{
    public static void MapAccountRouting(this IEndpointRouteBuilder routes)
    {
        var group = routes
            .MapGroup("/admin/api/accounts/{id:guid}/routing")
            .WithTags("Admin")
            .RequireAuthorization(Scopes.Admin);
        group
            .MapGet("", GetAsync)
            .WithName("GetAccountRouting")
            .WithSummary("The providers that an account's requests may go to.")
            .Produces<RoutingView>()
            .ProducesProblem(404);
        group
            .MapPut("", SetAsync)
            .WithName("SetAccountRouting")
            .WithSummary("Sets the providers that an account's requests go to alone, or never; guests have no rules.")
            .Accepts<RoutingBody>("application/json")
            .Produces<RoutingView>()
            .ProducesProblem(404);
    }

    private static async Task<IResult> GetAsync(Guid id, RoutingRulesStore store, CancellationToken cancellationToken)
    {
        var rules = await store.FindAsync(id, cancellationToken) ?? throw AccountAdminEndpoints.NotFound();
        return TypedResults.Json(new RoutingView(rules.Only, rules.Never), WireJson.Options);
    }

    private static async Task<IResult> SetAsync(
        Guid id,
        HttpRequest request,
        CurrentCaller caller,
        RoutingRulesStore store,
        CatalogueHolder catalogue,
        CancellationToken cancellationToken
    )
    {
        var errors = new ErrorList();
        var (body, _) = await JsonBody.ReadAsync<RoutingBody>(request, errors);
        var rules = new RoutingRules(
            Read("only", body.Only, catalogue.Current, errors),
            Read("never", body.Never, catalogue.Current, errors)
        );
        if (rules.Only?.Except(rules.Never ?? []).Any() == false)
        {
            errors.Add("never", "never must leave one of the providers in only.");
        }

        errors.ThrowIfAny();
        return await store.SetAsync(id, rules, caller.Actor, cancellationToken)
            ? TypedResults.Json(new RoutingView(rules.Only, rules.Never), WireJson.Options)
            : throw AccountAdminEndpoints.NotFound();
    }

    private static List<string>? Read(
        string field,
        List<string>? providers,
        CatalogueSnapshot catalogue,
        ErrorList errors
    )
    {
        if (providers is { Count: 0 })
        {
            errors.Add(field, $"{field} must name at least one provider, or be left out.");
        }

        // JSON may say null where the type promises a value.
        foreach (var provider in providers?.Where(id => id is null || catalogue.FindProvider(id) is null) ?? [])
        {
            errors.AddUnknown(field, provider ?? "", [.. catalogue.Providers.Select(known => known.Id)]);
        }

        return providers?.Distinct().ToList();
    }
}
