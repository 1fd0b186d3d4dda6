using System.Globalization;
using Atelier.Core.Requests;
using Atelier.Engine.Costs;
using Atelier.Server.Authentication;
using Atelier.Server.Wire;

namespace Atelier.Server.Costs;

/// <summary><c>GET /admin/api/costs/drift</c>: what providers billed against what the catalogue says.</summary>
internal static class DriftEndpoints
{
    private const int MostDays = 366;

    public static void MapDrift(this IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/admin/api/costs/drift", ReadAsync)
            .WithTags("Admin")
            .WithName("GetCostDrift")
            .WithSummary("Bills against list prices by offer, with YAML for a better price where they are far apart.")
            .RequireAuthorization(Scopes.Admin)
            .Produces<DriftReportView>();

    private static async Task<IResult> ReadAsync(CostDrift drift, string? days, CancellationToken cancellationToken)
    {
        var errors = new ErrorList();
        var span = CostDrift.UsualDays;
        if (
            days is not null
            && (
                !int.TryParse(days, NumberStyles.None, CultureInfo.InvariantCulture, out span)
                || span is < 1 or > MostDays
            )
        )
        {
            errors.Add("days", $"days must be a whole number from 1 to {MostDays}.");
        }

        errors.ThrowIfAny();
        var offers = await drift.ReadAsync(span, cancellationToken);
        return TypedResults.Json(
            new DriftReportView("cost_drift", span, [.. offers.Select(DriftView.Of)]),
            WireJson.Options
        );
    }
}
