using Atelier.Core.Errors;

namespace Atelier.Server.Limits;

/// <summary>
/// Room for work of one kind on this node. Each sender may have a sixteenth of it, and more only while a place is free for every so
/// many of its own: so one alone may fill a part of it, and a few slow ones leave room for the others.
/// </summary>
/// <param name="most">Places of all senders together.</param>
/// <param name="forEachFree">Places that a sender may hold for each that is free.</param>
/// <param name="name">What is under way, in the plural, for those who are refused.</param>
internal sealed class FairPlaces(int most, int forEachFree, string name)
{
    // Seconds: some of the usual size are through by then.
    private const int RetryAfter = 10;

    private readonly int _share = Math.Max(1, most / 16);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _held = [];
    private int _taken;

    /// <summary>Takes a place until it is disposed.</summary>
    /// <param name="sender">Who shares with himself alone.</param>
    /// <exception cref="AtelierException">There is none, or none for this sender.</exception>
    public IDisposable Take(string sender)
    {
        lock (_lock)
        {
            var free = most - _taken;
            if (free <= 0)
            {
                throw Busy($"Too many {name} at this moment; try again in a few seconds.");
            }

            var held = _held.GetValueOrDefault(sender);
            if (held >= Math.Max(_share, forEachFree * free))
            {
                throw Busy($"Too many of your {name} are under way; try again in a few seconds.");
            }

            _taken++;
            _held[sender] = held + 1;
        }

        return new Place(this, sender);
    }

    private void GiveBack(string sender)
    {
        lock (_lock)
        {
            _taken--;
            if (--_held[sender] == 0)
            {
                _held.Remove(sender);
            }
        }
    }

    private static AtelierException Busy(string text) => new(ErrorCode.Busy, text) { RetryAfterSeconds = RetryAfter };

    private sealed class Place(FairPlaces places, string sender) : IDisposable
    {
        private bool _given;

        public void Dispose()
        {
            if (!_given)
            {
                _given = true;
                places.GiveBack(sender);
            }
        }
    }
}
