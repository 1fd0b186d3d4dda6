using System.Collections.Concurrent;
using Atelier.Core.Routing;
using Atelier.Data.Health;
using Atelier.Engine.Health;

namespace Atelier.Engine.Tests.Health;

/// <summary>Health that does what a test says, and keeps what it was told.</summary>
internal sealed class HeldHealth : IOfferHealth
{
    private readonly ConcurrentQueue<OfferOutcome> _notes = new();

    public IReadOnlyDictionary<OfferKey, OfferHealth> Offers { get; set; } = new Dictionary<OfferKey, OfferHealth>();

    public IReadOnlyDictionary<string, double> Waits { get; } = new Dictionary<string, double>();

    /// <summary>What it answers to who wants to pass.</summary>
    public Func<CancellationToken, Task<Passage>> Passes { get; set; } = _ => Task.FromResult(Passage.Free);

    public TimeSpan LastLife { get; private set; }

    public IReadOnlyList<bool?> Notes => [.. _notes.Select(note => note.Succeeded)];

    public void Note(OfferOutcome outcome) => _notes.Enqueue(outcome);

    public Task<Passage> PassAsync(OfferKey offer, TimeSpan life, CancellationToken cancellationToken)
    {
        LastLife = life;
        return Passes(cancellationToken);
    }
}
