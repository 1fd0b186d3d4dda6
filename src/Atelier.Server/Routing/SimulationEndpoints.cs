using Atelier.Core.Requests;
using Atelier.Engine.Simulating;
using Atelier.Server.Authentication;
using Atelier.Server.Wire;

namespace Atelier.Server.Routing;

/// <summary><c>POST /v1/simulate</c>: what traffic would cost with another catalogue. It shows everybody's requests, so it is the operator's.</summary>
internal static class SimulationEndpoints
{
    public static void MapSimulation(this IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/v1/simulate", SimulateAsync)
            .RequireAuthorization(Scopes.Admin)
            .WithTags("Routing")
            .WithName("SimulateRequests")
            .WithSummary("What requests of the past, or given ones, would cost, take and lose with another catalogue.")
            .Accepts<SimulationBody>("application/json")
            .Produces<SimulationView>();

    private static async Task<IResult> SimulateAsync(
        HttpRequest request,
        SimulationReader reader,
        Simulator simulator,
        CancellationToken cancellationToken
    )
    {
        var errors = new ErrorList();
        var (body, _) = await JsonBody.ReadAsync<SimulationBody>(request, errors);
        var order = reader.Read(body, errors);
        var outcome = order.Traffic is { } traffic
            ? await simulator.RunAsync(traffic, order.Other, order.Today, cancellationToken)
            : simulator.Run(order.Mix, order.Other, order.Today);
        return TypedResults.Json(SimulationView.Of(order, outcome), WireJson.Options);
    }
}
