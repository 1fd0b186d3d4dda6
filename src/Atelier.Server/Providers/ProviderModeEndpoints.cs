using System.Text.Json;
using Atelier.Core;
using Atelier.Core.Errors;
using Atelier.Core.Requests;
using Atelier.Core.States;
using Atelier.Data.Auditing;
using Atelier.Engine.Health;
using Atelier.Providers;
using Atelier.Server.Authentication;
using Atelier.Server.Wire;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Atelier.Server.Providers;

/// <summary><c>PUT /admin/api/providers/{id}/mode</c>: a provider is held back, or goes on, over all nodes.</summary>
internal static class ProviderModeEndpoints
{
    private const int LongestReason = 200;

    public static void MapProviderModes(this IEndpointRouteBuilder routes)
    {
        var group = routes
            .MapGroup("/admin/api/providers/{id}/mode")
            .WithTags("Admin")
            .RequireAuthorization(Scopes.Admin);
        group
            .MapGet("", GetAsync)
            .WithName("GetProviderMode")
            .WithSummary("Whether the provider is on, draining or paused, and what is left to do there.")
            .Produces<ProviderModeView>();
        group
            .MapPut("", SetAsync)
            .WithName("SetProviderMode")
            .WithSummary(
                "Draining and paused: nothing is begun there. What waits goes on elsewhere where it may; what was sent ends."
            )
            .Accepts<ProviderModeBody>("application/json")
            .Produces<ProviderModeView>();
    }

    private static async Task<JsonHttpResult<ProviderModeView>> GetAsync(
        string id,
        ProviderRegistry providers,
        LaneModes modes,
        CancellationToken cancellationToken
    )
    {
        Check(id, providers);
        // What waits changes without anybody's word.
        await modes.LoadAsync(cancellationToken);
        return Answer(id, modes);
    }

    private static async Task<JsonHttpResult<ProviderModeView>> SetAsync(
        string id,
        HttpRequest request,
        CurrentCaller caller,
        ProviderRegistry providers,
        LaneModes modes,
        CancellationToken cancellationToken
    )
    {
        Check(id, providers);
        var errors = new ErrorList();
        var (body, json) = await JsonBody.ReadAsync<ProviderModeBody>(request, errors);
        var mode = SnakeCase.TryParse<LaneMode>(body.Mode ?? "");
        if (mode is null)
        {
            errors.AddUnknown(
                "mode",
                body.Mode ?? "",
                [.. Enum.GetValues<LaneMode>().Select(known => SnakeCase.Of(known))]
            );
        }

        if (body.Reason is { } reason && (reason.Length > LongestReason || reason.Any(char.IsControl)))
        {
            errors.Add("reason", $"reason has at most {LongestReason} characters, all in one line.");
        }

        errors.ThrowIfAny();
        var audit = new AuditEntry(
            caller.AccountId,
            caller.Caller.KeyId,
            "provider.mode",
            Details: JsonSerializer.Serialize(new { provider = id, change = json })
        );
        await modes.SetAsync(id, mode!.Value, body.Reason, audit, cancellationToken);
        return Answer(id, modes);
    }

    private static void Check(string id, ProviderRegistry providers)
    {
        if (!providers.Ids.Contains(id))
        {
            throw new AtelierException(
                ErrorCode.NotFound,
                "No provider of this id is switched on; GET /admin/api/providers lists them."
            );
        }
    }

    private static JsonHttpResult<ProviderModeView> Answer(string id, LaneModes modes) =>
        TypedResults.Json(
            modes.Held.GetValueOrDefault(id) is { } held
                ? new ProviderModeView(id, SnakeCase.Of(held.Mode), held.Reason, held.Since, held.Waiting, held.Running)
                : new ProviderModeView(id, SnakeCase.Of(LaneMode.On), null, null, null, null),
            WireJson.Options
        );
}
