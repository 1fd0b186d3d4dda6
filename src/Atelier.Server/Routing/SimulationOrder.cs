using Atelier.Core.Requests;
using Atelier.Engine.Simulating;

namespace Atelier.Server.Routing;

/// <summary>A simulation as it was asked for; of traffic and mix there is one.</summary>
internal sealed record SimulationOrder(
    SimulationSide Other,
    SimulationSide Today,
    PastTraffic? Traffic,
    IReadOnlyList<(ImageRequest Request, long Times)> Mix
);
