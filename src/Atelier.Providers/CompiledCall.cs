using System.Text.Json;
using Atelier.Core.Routing;

namespace Atelier.Providers;

/// <summary>A call ready to be sent, frozen at accept. It holds the caller's words, so it is stored beside the prompt.</summary>
/// <param name="Model">Our id of the model.</param>
/// <param name="PicturesPerCall">Slots one call serves at most.</param>
/// <param name="Parameters">What goes on the wire, in the provider's own shape.</param>
/// <param name="Degradations">What the request loses by its being put into these parameters.</param>
public sealed record CompiledCall(
    string Provider,
    string Model,
    int PicturesPerCall,
    JsonElement Parameters,
    IReadOnlyList<Degradation> Degradations
);
