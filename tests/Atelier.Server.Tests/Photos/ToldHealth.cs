using Atelier.Core.Routing;
using Atelier.Data.Health;
using Atelier.Engine.Health;

namespace Atelier.Server.Tests.Photos;

/// <summary>Health as a test tells it.</summary>
internal sealed class ToldHealth : IOfferHealth
{
    private readonly Dictionary<OfferKey, OfferHealth> _offers = [];

    public IReadOnlyDictionary<OfferKey, OfferHealth> Offers => _offers;

    public Dictionary<string, double> Waits { get; } = [];

    IReadOnlyDictionary<string, double> IOfferHealth.Waits => Waits;

    public void Tell(OfferKey offer, OfferHealth health) => _offers[offer] = health;

    /// <summary>As in the beginning.</summary>
    public void Clear()
    {
        _offers.Clear();
        Waits.Clear();
    }

    public void Note(OfferOutcome outcome) { }

    public Task<Passage> PassAsync(OfferKey offer, TimeSpan life, CancellationToken cancellationToken) =>
        Task.FromResult(Passage.Free);
}
