using System.Text.Json;
using Atelier.Core;
using Atelier.Core.Policy;
using Atelier.Core.Requests;
using Atelier.Data.Auditing;
using Atelier.Data.Policy;
using Atelier.Engine.Catalogue;
using Atelier.Engine.Policy;
using Atelier.Server.Authentication;
using Atelier.Server.Wire;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Atelier.Server.Policy;

/// <summary><c>/admin/api/policy</c>: which categories, styles and checks are on.</summary>
internal static class PolicyEndpoints
{
    public static void MapPolicy(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/admin/api").WithTags("Admin").RequireAuthorization(Scopes.Admin);
        group
            .MapGet("/policy", Get)
            .WithName("GetPolicy")
            .WithSummary("Which categories, styles and checks are on, and which are so by default.")
            .Produces<PolicyView>();
        group
            .MapPut("/policy", SetAsync)
            .WithName("SetPolicy")
            .WithSummary(
                "Switches categories, styles and checks, for all nodes within seconds; the rest stays as it is."
            )
            .Accepts<PolicyBody>("application/json")
            .Produces<PolicyView>();
    }

    private static JsonHttpResult<PolicyView> Get(
        PolicySwitches switches,
        CatalogueHolder catalogue,
        PromptModerator moderator
    ) => Answer(switches, catalogue, moderator);

    private static async Task<JsonHttpResult<PolicyView>> SetAsync(
        HttpRequest request,
        CurrentCaller caller,
        PolicySwitches switches,
        CatalogueHolder catalogue,
        PromptModerator moderator,
        CancellationToken cancellationToken
    )
    {
        var errors = new ErrorList();
        var (body, json) = await JsonBody.ReadAsync<PolicyBody>(request, errors);
        var changes = PolicyReader.Read(body, catalogue.Current, errors);
        errors.ThrowIfAny();
        if (changes.Count > 0)
        {
            var audit = new AuditEntry(
                caller.AccountId,
                caller.Caller.KeyId,
                "policy.set",
                Details: JsonSerializer.Serialize(json)
            );
            await switches.SetAsync(changes, audit, cancellationToken);
        }

        return Answer(switches, catalogue, moderator);
    }

    private static JsonHttpResult<PolicyView> Answer(
        PolicySwitches switches,
        CatalogueHolder catalogue,
        PromptModerator moderator
    )
    {
        var snapshot = catalogue.Current;
        return TypedResults.Json(
            new PolicyView(
                "policy",
                moderator.IsOn ? "openai" : "none",
                [.. Enum.GetValues<PolicyCategory>().Select(category => Of(switches, category, snapshot.Policy))],
                [
                    .. snapshot.Styles.Select(style =>
                        Of(switches, PolicySwitch.Style, style.Id, switches.StyleIsOn(style.Id))
                    ),
                ],
                [
                    .. Enum.GetValues<PictureCheck>()
                        .Select(check =>
                            Of(switches, PolicySwitch.Check, SnakeCase.Of(check), switches.CheckIsOn(check))
                        ),
                ]
            ),
            WireJson.Options
        );
    }

    private static PolicySwitchView Of(PolicySwitches switches, PolicyCategory category, PolicyBook book)
    {
        var always = category == PolicyCategory.SexualMinors;
        var view = Of(switches, PolicySwitch.Category, SnakeCase.Of(category), switches.CategoryIsOn(category));
        return view with { Default = always || book.Active.Contains(category), Switchable = !always };
    }

    private static PolicySwitchView Of(PolicySwitches switches, string kind, string id, bool on) =>
        new(id, on, Default: true, Switchable: true, switches.Find(kind, id)?.ChangedAt);
}
