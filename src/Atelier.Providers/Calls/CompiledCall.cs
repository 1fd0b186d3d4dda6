using System.Text.Json;
using System.Text.Json.Serialization;
using Atelier.Core.Routing;

namespace Atelier.Providers.Calls;

/// <summary>A call ready to be sent, frozen at accept. It holds the caller's words, so it is stored beside the prompt.</summary>
/// <param name="Model">Our id of the model.</param>
/// <param name="PicturesPerCall">Pictures that the least call yields, asked for or not; a larger call is a multiple of it.</param>
/// <param name="MaxPerCall">Slots one call can serve at most.</param>
/// <param name="Parameters">What goes on the wire, in the provider's own shape; the number of pictures is added when it is sent.</param>
/// <param name="Degradations">What the request loses by its being put into these parameters.</param>
public sealed record CompiledCall(
    string Provider,
    string Model,
    int PicturesPerCall,
    int MaxPerCall,
    JsonElement Parameters,
    IReadOnlyList<Degradation> Degradations
)
{
    /// <summary>Nano-dollars the least call is expected to cost; null takes the offer's price.</summary>
    public long? ExpectedNanos { get; init; }

    /// <summary>
    /// How many times the offer's price the least call costs by its own options, which the catalogue's rows do not know; null is
    /// once. Not stored.
    /// </summary>
    [JsonIgnore]
    public decimal? PriceFactor { get; init; }

    /// <summary>The words as the provider reads them, to show them before anything is sent; null where they are those of the order. Not stored.</summary>
    [JsonIgnore]
    public string? FinalPrompt { get; init; }

    /// <summary>The words that answers show as the final prompt (requirement C-08); kept and erased with the rest of the call.</summary>
    public string? Told { get; init; }

    /// <summary>The mark of the key that must send it, as the account has what it changes; null where any may.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? SentWith { get; init; }

    /// <summary>
    /// Pixels that a picture has at least where that is more than the request lets expect, since the provider chooses; null where it
    /// does not. Not stored.
    /// </summary>
    [JsonIgnore]
    public long? LeastPixels { get; init; }

    /// <summary>Pictures that the call whose answer is read was sent for; null where nobody says. Not stored.</summary>
    [JsonIgnore]
    public int? Asked { get; init; }

    /// <summary>Nano-dollars the least call can cost at most; null takes the offer's price.</summary>
    public long? MaximumNanos { get; init; }
}
