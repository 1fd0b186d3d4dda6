using System.Collections.Concurrent;
using Atelier.Engine.Previews;

namespace Atelier.Engine.Changes;

/// <summary>Wakes whoever waits for a word inside this process.</summary>
public sealed class ChangeHub
{
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<ChangeSubscription, byte>> _waiting = new();
    private volatile bool _listening;

    /// <summary>How often a waiter looks by itself: seldom while notices arrive, often while they cannot.</summary>
    public TimeSpan Poll => TimeSpan.FromSeconds(_listening ? 10 : 1);

    /// <summary>From now on the words wake the subscription; dispose it.</summary>
    public ChangeSubscription Subscribe(string word)
    {
        var subscription = new ChangeSubscription(this, word);
        // A set that Remove is emptying may vanish; adding must then begin anew.
        while (true)
        {
            var waiting = _waiting.GetOrAdd(word, static _ => new());
            lock (waiting)
            {
                if (_waiting.TryGetValue(word, out var current) && ReferenceEquals(current, waiting))
                {
                    waiting[subscription] = 0;
                    return subscription;
                }
            }
        }
    }

    /// <summary>Called with each tick of a provider, from whichever node; it must not wait.</summary>
    internal event Action<Guid, int>? Ticked;

    /// <summary>Called with each preview that can be shown, from whichever node; it must not wait.</summary>
    internal event Action<ShownPreview>? Previewed;

    /// <summary>Wakes those who wait for this word, or for any of its kind.</summary>
    public void Raise(string word)
    {
        if (ChangeWord.ReadTick(word) is { } tick)
        {
            Ticked?.Invoke(tick.Id, tick.Percent);
            return;
        }

        if (ChangeWord.ReadPreview(word) is { } preview)
        {
            Previewed?.Invoke(preview);
            return;
        }

        Wake(word);
        if (ChangeWord.IsGeneration(word))
        {
            Wake(ChangeWord.AnyGeneration);
        }
    }

    /// <summary>Wakes everybody, since something may have been missed.</summary>
    public void RaiseAll()
    {
        foreach (var word in _waiting.Keys)
        {
            Wake(word);
        }
    }

    /// <summary>From now on nothing is missed; what was missed before, everybody looks for.</summary>
    internal void BeginListening()
    {
        _listening = true;
        RaiseAll();
    }

    /// <summary>Notices no longer arrive.</summary>
    internal void EndListening()
    {
        _listening = false;
        RaiseAll();
    }

    internal void Remove(ChangeSubscription subscription, string word)
    {
        if (!_waiting.TryGetValue(word, out var waiting))
        {
            return;
        }

        lock (waiting)
        {
            waiting.TryRemove(subscription, out _);
            if (waiting.IsEmpty)
            {
                _waiting.TryRemove(new(word, waiting));
            }
        }
    }

    private void Wake(string word)
    {
        if (_waiting.TryGetValue(word, out var waiting))
        {
            foreach (var subscription in waiting.Keys)
            {
                subscription.Wake();
            }
        }
    }
}
