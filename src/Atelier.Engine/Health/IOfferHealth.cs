using Atelier.Core.Routing;
using Atelier.Data.Health;

namespace Atelier.Engine.Health;

/// <summary>How offers did lately, as this node knows it.</summary>
public interface IOfferHealth
{
    /// <summary>By offer; one that is missing has no history.</summary>
    IReadOnlyDictionary<OfferKey, OfferHealth> Offers { get; }

    /// <summary>Seconds that a full or paused lane adds, by provider.</summary>
    IReadOnlyDictionary<string, double> Waits { get; }

    /// <summary>Notes how a call ended: counts here at once, and for all nodes a second later.</summary>
    void Note(OfferOutcome outcome);

    /// <summary>Whether a call may be sent to an offer now. Of all nodes one gets leave to find out whether it works again.</summary>
    /// <param name="life">How long the probe may go on without word of it.</param>
    Task<Passage> PassAsync(OfferKey offer, TimeSpan life, CancellationToken cancellationToken);
}
