using Atelier.Core.Errors;

namespace Atelier.Server.Photos;

/// <summary>
/// Room for uploads on this node. Each sender may have a sixteenth of it, and more only while a place is free for every four of its
/// own: so one alone may fill most of it, and a few slow ones leave room for the others.
/// </summary>
internal sealed class UploadPlaces(int most)
{
    // Seconds: some uploads of the usual size are through by then.
    private const int RetryAfter = 10;
    private const int ForEachFree = 4;

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
                throw Busy("Too many uploads at this moment; try again in a few seconds.");
            }

            var held = _held.GetValueOrDefault(sender);
            if (held >= Math.Max(_share, ForEachFree * free))
            {
                throw Busy("Too many of your uploads are under way; try again in a few seconds.");
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

    private sealed class Place(UploadPlaces places, string sender) : IDisposable
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
