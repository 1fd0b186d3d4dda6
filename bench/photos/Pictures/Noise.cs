namespace Atelier.Bench.Photos.Pictures;

/// <summary>Numbers that look like chance and are the same for the same seed.</summary>
internal sealed class Noise(int seed)
{
    private ulong _state = ((ulong)(uint)seed + 1) * 0x9E3779B97F4A7C15;

    public uint Next()
    {
        _state ^= _state << 13;
        _state ^= _state >> 7;
        _state ^= _state << 17;
        return (uint)(_state >> 32);
    }

    /// <summary>0 to <paramref name="below"/> - 1.</summary>
    public int Next(int below) => (int)(Next() % (uint)below);
}
