using System.Text.Json;

namespace Atelier.Providers;

/// <summary>A call ready to be sent, frozen at accept. It holds the caller's words, so it is stored beside the prompt.</summary>
/// <param name="Model">Our id of the model.</param>
/// <param name="PicturesPerCall">Slots one call serves at most.</param>
/// <param name="Parameters">What goes on the wire, in the provider's own shape.</param>
public sealed record CompiledCall(string Provider, string Model, int PicturesPerCall, JsonElement Parameters);
