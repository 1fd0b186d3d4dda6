using System.Numerics;
using Atelier.Imaging.Painting.Core;
using Atelier.Imaging.Painting.Styles;

namespace Atelier.Imaging.Painting.Words;

/// <summary>Mixes the colours of a scene: time of day, then season, weather, spoken colours and style.</summary>
internal static class PaletteMixer
{
    public static Palette Mix(Scene scene, StyleRules rules)
    {
        var palette = TimeOfDay(scene);
        Season(scene, palette);
        Weather(scene, palette);
        Spoken(scene, palette);
        Surfaces(palette, own => Colour.Limit(own * palette.Ambient));
        All(palette, own => Colour.Limit(Colour.Saturate(own, rules.Saturation)));
        return palette;
    }

    public static Mood Time(Scene scene)
    {
        if (scene.Is(Mood.Night))
            return Mood.Night;
        if (scene.Is(Mood.Sunset))
            return Mood.Sunset;
        if (scene.Is(Mood.Dawn))
            return Mood.Dawn;
        var dark = scene.Is(Mood.Aurora) || scene.HasAny(Thing.Star, Thing.Moon);
        return dark && !scene.Is(Mood.Day) ? Mood.Night : Mood.Day;
    }

    private static Palette TimeOfDay(Scene scene)
    {
        var palette = new Palette
        {
            Rock = Colour.Hex(0x5F6470),
            Snow = Colour.Hex(0xF1F5FA),
            Grass = Colour.Hex(0x6C9A45),
            Sand = Colour.Hex(0xDDB57C),
            Foliage = Colour.Hex(0x2F5B38),
            FoliageAlt = Colour.Hex(0x4F7D3C),
            Wall = Colour.Hex(0xC9BBA8),
            Accent = Colour.Hex(0xC8402F),
        };
        switch (Time(scene))
        {
            case Mood.Night:
                Sky(palette, 0x060A1E, 0x0E1C40, 0x2B4470, 0xDCE6FA);
                Air(palette, 0x22365E, 0x8FA6D8, 0x45506F, 0x151E38, 0x14274A);
                palette.Ambient = new Vector3(0.25f, 0.31f, 0.48f);
                palette.Darkness = 1f;
                break;
            case Mood.Sunset:
                Sky(palette, 0x2B2E63, 0xC2567A, 0xFFB45E, 0xFFE3A0);
                Air(palette, 0xBC6E86, 0xFFB66E, 0xFFA878, 0x7A4A74, 0x33406E);
                palette.Ambient = new Vector3(0.74f, 0.54f, 0.52f);
                palette.Darkness = 0.4f;
                break;
            case Mood.Dawn:
                Sky(palette, 0x6C8CC0, 0xD9B4C8, 0xFFDDB0, 0xFFF2CE);
                Air(palette, 0xE8C8BE, 0xFFDDB2, 0xFFE6D2, 0xB79AB4, 0x5A7DA2);
                palette.Ambient = new Vector3(0.92f, 0.82f, 0.82f);
                palette.Darkness = 0.12f;
                break;
            default:
                Sky(palette, 0x2F74C8, 0x78B2E6, 0xD3E8F4, 0xFFF8DC);
                Air(palette, 0xB9D3E6, 0xFFF3D6, 0xFFFFFF, 0xA9BCD2, 0x1F6691);
                break;
        }
        return palette;
    }

    private static void Sky(Palette palette, int zenith, int middle, int horizon, int sun)
    {
        palette.Zenith = Colour.Hex(zenith);
        palette.Middle = Colour.Hex(middle);
        palette.Horizon = Colour.Hex(horizon);
        palette.Sun = Colour.Hex(sun);
    }

    private static void Air(Palette palette, int haze, int light, int cloudLit, int cloudShade, int water)
    {
        palette.Haze = Colour.Hex(haze);
        palette.Light = Colour.Hex(light);
        palette.CloudLit = Colour.Hex(cloudLit);
        palette.CloudShade = Colour.Hex(cloudShade);
        palette.Water = Colour.Hex(water);
    }

    private static void Season(Scene scene, Palette palette)
    {
        if (scene.Is(Mood.Autumn))
        {
            palette.Grass = Colour.Hex(0xA98F45);
            palette.Foliage = Colour.Hex(0xB5481F);
            palette.FoliageAlt = Colour.Hex(0xE0A030);
        }
        if (scene.Is(Mood.Spring))
        {
            palette.Grass = Colour.Hex(0x86BC50);
            palette.Foliage = Colour.Hex(0x5E9A4C);
            palette.FoliageAlt = Colour.Hex(0xF0B4CC);
        }
        if (scene.Is(Mood.Summer))
        {
            palette.Grass = Colour.Hex(0x74AB3A);
            palette.FoliageAlt = Colour.Hex(0x6B9C3A);
        }
        if (scene.Is(Mood.Winter) || scene.Has(Thing.Snow) || scene.Is(Mood.Snowfall))
        {
            palette.Grass = Colour.Hex(0xEAF0F8);
            palette.Foliage = Colour.Hex(0x40594F);
            palette.FoliageAlt = Colour.Hex(0xA9BCC4);
            palette.Rock = Colour.Hex(0x75808E);
        }
    }

    private static void Weather(Scene scene, Palette palette)
    {
        if (scene.Is(Mood.Storm))
        {
            var water = palette.Water;
            Dim(palette, new Vector3(0.62f, 0.66f, 0.72f), 0.35f);
            palette.Water = Colour.Mix(water, Colour.Hex(0x1D5560), 0.5f) * 0.75f;
        }
        else if (scene.Is(Mood.Rain) || scene.Is(Mood.Cloudy))
            Dim(palette, new Vector3(0.80f, 0.83f, 0.87f), 0.5f);
        if (scene.Is(Mood.Fog))
        {
            palette.Zenith = Colour.Mix(palette.Zenith, palette.Haze, 0.45f);
            palette.Middle = Colour.Mix(palette.Middle, palette.Haze, 0.6f);
        }
    }

    private static void Dim(Palette palette, Vector3 factor, float saturation)
    {
        palette.Ambient *= factor;
        foreach (var slot in PaletteSlots.Air)
            slot.Set(palette, Colour.Saturate(slot.Get(palette) * factor, saturation));
    }

    private static void Spoken(Scene scene, Palette palette)
    {
        for (var i = 0; i < scene.Tints.Count; i++)
        {
            var tint = scene.Tints[i];
            // A second colour goes to the land, so that "teal and gold" shows both.
            var air =
                scene.Tints.Count == 1 ? 0.5f
                : i == 0 ? 0.62f
                : 0f;
            var land =
                scene.Tints.Count == 1 ? 0.45f
                : i == 0 ? 0f
                : 0.6f;
            foreach (var slot in PaletteSlots.Air)
                slot.Set(palette, Colour.Tint(slot.Get(palette), tint, air));
            foreach (var slot in PaletteSlots.Land)
                slot.Set(palette, Colour.Tint(slot.Get(palette), tint, land));
        }
        foreach (var (thing, colour) in scene.ColourOf.OrderBy(pair => pair.Key))
            PaletteSlots.Name(palette, thing, colour);
    }

    private static void Surfaces(Palette palette, Func<Vector3, Vector3> change)
    {
        foreach (var slot in PaletteSlots.Land)
            slot.Set(palette, change(slot.Get(palette)));
    }

    private static void All(Palette palette, Func<Vector3, Vector3> change)
    {
        foreach (var slot in PaletteSlots.Air)
            slot.Set(palette, change(slot.Get(palette)));
        Surfaces(palette, change);
    }
}
