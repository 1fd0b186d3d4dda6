namespace Atelier.Imaging.Painting.Core;

/// <summary>SplitMix64: integers only, so the same stream everywhere.</summary>
internal struct Rng(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15UL;
        return Mix(_state);
    }

    /// <summary>0 up to but not including 1.</summary>
    public float Float() => (Next() >> 40) * (1f / 16777216f);

    public float Range(float low, float high) => low + ((high - low) * Float());

    public int Int(int count) => (int)((Next() >> 33) % (ulong)count);

    public bool Chance(float probability) => Float() < probability;

    public static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    /// <summary>A well mixed 32-bit value of a lattice point.</summary>
    public static uint Hash(uint seed, int x, int y)
    {
        var h = seed ^ ((uint)x * 0x8DA6B343u) ^ ((uint)y * 0xD8163841u);
        h = (h ^ (h >> 16)) * 0x7FEB352Du;
        h = (h ^ (h >> 15)) * 0x846CA68Bu;
        return h ^ (h >> 16);
    }
}
