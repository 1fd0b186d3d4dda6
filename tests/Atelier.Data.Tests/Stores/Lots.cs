namespace Atelier.Data.Tests.Stores;

/// <summary>Draws that are the same for the same seed.</summary>
internal sealed class Lots(ulong seed)
{
    private ulong _state = seed * 2654435761 + 1;

    /// <summary>0 to <paramref name="below"/> - 1.</summary>
    public int Draw(int below)
    {
        _state = (_state * 6364136223846793005) + 1442695040888963407;
        return (int)((_state >> 33) % (ulong)below);
    }

    public T Of<T>(params IReadOnlyList<T> values) => values[Draw(values.Count)];
}
