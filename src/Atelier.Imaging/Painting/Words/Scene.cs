using System.Numerics;

namespace Atelier.Imaging.Painting.Words;

/// <summary>What the prompt asks for, after reading.</summary>
internal sealed class Scene
{
    public required ulong Seed { get; init; }

    public required IReadOnlySet<Thing> Things { get; init; }

    public required IReadOnlySet<Mood> Moods { get; init; }

    /// <summary>Colours said right before a noun.</summary>
    public required IReadOnlyDictionary<Thing, Vector3> ColourOf { get; init; }

    /// <summary>Colours that belong to the whole picture, in the order of the prompt.</summary>
    public required IReadOnlyList<Vector3> Tints { get; init; }

    public bool Has(Thing thing) => Things.Contains(thing);

    public bool HasAny(params ReadOnlySpan<Thing> things)
    {
        foreach (var thing in things)
        {
            if (Things.Contains(thing))
                return true;
        }
        return false;
    }

    public bool Is(Mood mood) => Moods.Contains(mood);

    /// <summary>A seed of its own for each part, so that a change in one part leaves the others as they were.</summary>
    public uint Salt(uint part) => (uint)Core.Rng.Mix(Seed ^ ((ulong)part * 0xD1B54A32D192ED03UL));

    public Core.Rng Random(uint part) => new(Core.Rng.Mix(Seed + ((ulong)part * 0x9E3779B97F4A7C15UL)));
}
