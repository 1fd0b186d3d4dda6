namespace Atelier.Providers.Answers;

/// <summary>What an answer holds.</summary>
/// <param name="Pictures">In the provider's order; one or more.</param>
/// <param name="CostNanos">Nano-dollars the call cost, as the provider says; null when it does not tell.</param>
/// <param name="Estimated">Whether the cost is our estimate.</param>
public sealed record ProviderAnswer(IReadOnlyList<EncodedPicture> Pictures, long? CostNanos, bool Estimated = false)
{
    /// <summary>Pictures that the answer lists, had or not; null where those in <see cref="Pictures"/> are all.</summary>
    public int? Listed { get; init; }
}
