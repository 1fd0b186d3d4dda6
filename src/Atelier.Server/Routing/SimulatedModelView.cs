using Atelier.Engine.Simulating;

namespace Atelier.Server.Routing;

/// <summary>What one offer would do.</summary>
/// <param name="Share">Of all requests, 0 to 1.</param>
/// <param name="Seconds">Expected of one request.</param>
internal sealed record SimulatedModelView(
    string Model,
    string Provider,
    long Requests,
    decimal Share,
    decimal CostUsd,
    double Seconds
)
{
    public static SimulatedModelView Of(SimulatedModel model) =>
        new(
            model.Model,
            model.Provider,
            model.Requests,
            model.Share,
            SimulatedSideView.Plain(model.CostUsd),
            Math.Round(model.Seconds, SimulatedSideView.Digits)
        );
}
