using Atelier.Core.Routing;
using Atelier.Data.Health;
using Atelier.Engine.Health;

namespace Atelier.TestKit.Health;

/// <summary>Health that only a test changes: chains stay in their order, whatever fails.</summary>
public sealed class StillHealth : IOfferHealth
{
    private readonly Dictionary<OfferKey, OfferHealth> _offers = [];

    public IReadOnlyDictionary<OfferKey, OfferHealth> Offers => _offers;

    public IReadOnlyDictionary<string, double> Waits { get; } = new Dictionary<string, double>();

    /// <summary>Leaves an offer alone, which has the same name at its provider.</summary>
    public void Shut(string model, string provider, DateTimeOffset until) =>
        _offers[new(model, provider, model)] = OfferHealth.Unknown with
        {
            Circuit = CircuitState.Open,
            OpenUntil = until,
        };

    public void Note(OfferOutcome outcome) { }

    public Task<Passage> PassAsync(OfferKey offer, TimeSpan life, CancellationToken cancellationToken) =>
        Task.FromResult(Passage.Free);
}
