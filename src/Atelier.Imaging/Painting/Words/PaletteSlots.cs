using System.Numerics;
using Atelier.Imaging.Painting.Core;

namespace Atelier.Imaging.Painting.Words;

/// <summary>The colours of a palette in two groups, and which of them a coloured noun means.</summary>
internal static class PaletteSlots
{
    public static readonly IReadOnlyList<Slot> Air =
    [
        new(p => p.Zenith, (p, c) => p.Zenith = c),
        new(p => p.Middle, (p, c) => p.Middle = c),
        new(p => p.Horizon, (p, c) => p.Horizon = c),
        new(p => p.Haze, (p, c) => p.Haze = c),
        new(p => p.CloudLit, (p, c) => p.CloudLit = c),
        new(p => p.CloudShade, (p, c) => p.CloudShade = c),
        new(p => p.Water, (p, c) => p.Water = c),
    ];

    public static readonly IReadOnlyList<Slot> Land =
    [
        new(p => p.Rock, (p, c) => p.Rock = c),
        new(p => p.Snow, (p, c) => p.Snow = c),
        new(p => p.Grass, (p, c) => p.Grass = c),
        new(p => p.Sand, (p, c) => p.Sand = c),
        new(p => p.Foliage, (p, c) => p.Foliage = c),
        new(p => p.FoliageAlt, (p, c) => p.FoliageAlt = c),
        new(p => p.Wall, (p, c) => p.Wall = c),
    ];

    public static void Name(Palette p, Thing thing, Vector3 colour)
    {
        switch (thing)
        {
            case Thing.Sky:
                p.Zenith = Colour.Tint(p.Zenith, colour, 0.75f);
                p.Middle = Colour.Tint(p.Middle, colour, 0.6f);
                p.Horizon = Colour.Tint(p.Horizon, colour, 0.3f);
                break;
            case Thing.Mountain:
                p.Rock = Colour.Mix(p.Rock, colour, 0.7f);
                p.Haze = Colour.Tint(p.Haze, colour, 0.45f);
                break;
            case Thing.Hill or Thing.Field:
                p.Grass = Colour.Mix(p.Grass, colour, 0.7f);
                break;
            case Thing.Forest or Thing.Tree or Thing.Palm:
                p.Foliage = Colour.Mix(p.Foliage, colour, 0.75f);
                p.FoliageAlt = Colour.Mix(p.FoliageAlt, colour, 0.6f);
                break;
            case Thing.Desert or Thing.Beach:
                p.Sand = Colour.Mix(p.Sand, colour, 0.65f);
                break;
            case Thing.Lake or Thing.Sea or Thing.River or Thing.Waterfall:
                p.Water = Colour.Mix(p.Water, colour, 0.7f);
                break;
            case Thing.Cloud:
                p.CloudLit = Colour.Mix(p.CloudLit, colour, 0.7f);
                p.CloudShade = Colour.Mix(p.CloudShade, colour, 0.5f);
                break;
            case Thing.Sun or Thing.Moon:
                p.Sun = Colour.Mix(p.Sun, colour, 0.75f);
                p.Horizon = Colour.Tint(p.Horizon, colour, 0.4f);
                break;
            case Thing.City:
                p.Wall = Colour.Mix(p.Wall, colour, 0.6f);
                break;
            case Thing.Snow:
                p.Snow = Colour.Mix(p.Snow, colour, 0.4f);
                break;
            default:
                p.Accent = colour;
                break;
        }
    }

    internal sealed record Slot(Func<Palette, Vector3> Get, Action<Palette, Vector3> Set);
}
