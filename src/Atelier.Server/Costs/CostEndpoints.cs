using Atelier.Core.Requests;
using Atelier.Data.Reports;
using Atelier.Server.Authentication;
using Atelier.Server.Wire;

namespace Atelier.Server.Costs;

/// <summary><c>/admin/api/costs</c>: what was paid to providers, for what, and where the month is heading.</summary>
internal static class CostEndpoints
{
    public static void MapCosts(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/admin/api/costs").WithTags("Admin").RequireAuthorization(Scopes.Admin);
        group
            .MapGet("", ReportAsync)
            .WithName("GetCosts")
            .WithSummary(
                "What calls cost and came to, by provider, model, account, key, day or operation; JSON or CSV."
            )
            .Produces<CostReportView>();
        group
            .MapGet("/providers", ProvidersAsync)
            .WithName("GetProviderCosts")
            .WithSummary("This month by provider: total and average cost, generations, rate of success.")
            .Produces<IReadOnlyList<ProviderCostView>>();
        group
            .MapGet("/forecast", ForecastAsync)
            .WithName("GetCostForecast")
            .WithSummary("What this month will cost at the pace of now, and when its budget will be spent.")
            .Produces<ForecastView>();
    }

    private static async Task<IResult> ReportAsync(
        HttpRequest request,
        CostReportStore costs,
        string? from,
        string? to,
        string? group,
        string? format,
        CancellationToken cancellationToken
    )
    {
        var errors = new ErrorList();
        var csv = CsvAnswer.IsWanted(request, format, errors);
        var groups = CostQueryReader.Groups(group, errors);
        var (first, last) = await SpanAsync(costs, from, to, errors, cancellationToken);
        errors.ThrowIfAny();
        var query = new CostQuery(first, last, groups);
        var rows = costs.ReadAsync(query, cancellationToken);
        return csv
            ? new CsvAnswer(CostCsv.FileName(query), CostCsv.LinesAsync(query, rows, cancellationToken))
            : TypedResults.Json(await CostReportView.ReadAsync(query, rows, cancellationToken), WireJson.Options);
    }

    private static async Task<IResult> ProvidersAsync(
        HttpRequest request,
        CostReportStore costs,
        string? format,
        CancellationToken cancellationToken
    )
    {
        var errors = new ErrorList();
        var csv = CsvAnswer.IsWanted(request, format, errors);
        errors.ThrowIfAny();
        var (today, monthStart) = await costs.TodayAsync(cancellationToken);
        var rows = costs.ReadAsync(new CostQuery(monthStart, today, [CostGroup.Provider]), cancellationToken);
        // The first row is the sum of them.
        var views = await rows.Skip(1).Select(ProviderCostView.Of).ToListAsync(cancellationToken);
        return csv
            ? new CsvAnswer(ProviderCostCsv.FileName(monthStart), ProviderCostCsv.Lines(views))
            : TypedResults.Json(views, WireJson.Options);
    }

    private static async Task<IResult> ForecastAsync(CostReportStore costs, CancellationToken cancellationToken) =>
        TypedResults.Json(ForecastView.Of(await costs.PaceAsync(cancellationToken)), WireJson.Options);

    private static async Task<(DateOnly From, DateOnly To)> SpanAsync(
        CostReportStore costs,
        string? from,
        string? to,
        ErrorList errors,
        CancellationToken cancellationToken
    )
    {
        var (today, monthStart) = await costs.TodayAsync(cancellationToken);
        return CostQueryReader.Span(from, to, today, monthStart, errors);
    }
}
