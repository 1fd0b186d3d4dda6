using System.Text.Json;

namespace Atelier.Emulators.Wires.Replicate;

/// <summary>A checked request for a prediction.</summary>
/// <param name="Input">As it was sent; it comes back.</param>
/// <param name="Pictures">It makes.</param>
internal sealed record ReplicateOrder(
    ReplicateModel Model,
    JsonElement Input,
    string Prompt,
    int Pictures,
    (int Width, int Height) Size
)
{
    public Uri? Webhook { get; init; }

    public IReadOnlyList<string> Events { get; init; } = [];

    /// <summary>Seconds of the card, for all pictures.</summary>
    public decimal Seconds { get; init; } = 1;
}
