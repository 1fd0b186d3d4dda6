using System.Collections.Frozen;
using System.Numerics;

namespace Atelier.Imaging.Painting.Words;

/// <summary>Every known word in the singular, and what it means.</summary>
internal static class WordTable
{
    public static readonly FrozenDictionary<string, Thing> Things = Table(
        (Thing.Sky, "sky skies"),
        (Thing.Mountain, "mountain peak alps ridge volcano"),
        (Thing.Hill, "hill valley highland cliff"),
        (Thing.Forest, "forest wood woods woodland jungle grove"),
        (Thing.Tree, "tree pine oak birch fir spruce"),
        (Thing.Palm, "palm"),
        (Thing.Lake, "lake pond fjord lagoon"),
        (Thing.Sea, "sea ocean wave coast bay harbor harbour water"),
        (Thing.River, "river stream creek brook"),
        (Thing.Waterfall, "waterfall"),
        (Thing.Beach, "beach shore seaside"),
        (Thing.Island, "island isle"),
        (Thing.Desert, "desert dune sand sahara"),
        (Thing.Field, "field meadow grass grassland prairie farm pasture garden countryside"),
        (Thing.Snow, "snow ice glacier arctic"),
        (Thing.City, "city skyline town downtown skyscraper building metropolis"),
        (Thing.Road, "road path street trail highway"),
        (Thing.House, "house cabin cottage hut barn home"),
        (Thing.Village, "village hamlet"),
        (Thing.Lighthouse, "lighthouse"),
        (Thing.Castle, "castle tower fortress"),
        (Thing.Boat, "boat ship sailboat yacht sail"),
        (Thing.Balloon, "balloon"),
        (Thing.Bird, "bird gull seagull geese swallow"),
        (Thing.Flower, "flower blossom tulip poppy lavender rose daisy"),
        (Thing.Fox, "fox foxes wolf wolves"),
        (Thing.Deer, "deer stag elk moose"),
        (Thing.Cloud, "cloud"),
        (Thing.Star, "star starlight milkyway galaxy"),
        (Thing.Moon, "moon moonlight"),
        (Thing.Sun, "sun sunlight sunshine"),
        (Thing.Rainbow, "rainbow")
    );

    public static readonly FrozenDictionary<string, Mood> Moods = Table(
        (Mood.Dawn, "dawn sunrise morning daybreak"),
        (Mood.Day, "day daylight noon midday afternoon"),
        (Mood.Sunset, "sunset dusk evening twilight"),
        (Mood.Night, "night midnight nocturnal starry moonlit"),
        (Mood.Spring, "spring springtime"),
        (Mood.Summer, "summer summertime"),
        (Mood.Autumn, "autumn fall autumnal"),
        (Mood.Winter, "winter wintry snowy frozen icy"),
        (Mood.Fog, "mist misty fog foggy haze hazy"),
        (Mood.Storm, "storm stormy thunder lightning thunderstorm tempest"),
        (Mood.Rain, "rain rainy drizzle"),
        (Mood.Snowfall, "snowfall snowing blizzard"),
        (Mood.Calm, "calm quiet still serene peaceful"),
        (Mood.Clear, "clear sunny cloudless"),
        (Mood.Cloudy, "cloudy overcast"),
        (Mood.Aurora, "aurora aurorae")
    );

    public static readonly FrozenDictionary<string, Vector3> Colours = Dictionary(
        ("red", 0xD5352B),
        ("crimson", 0xB01E38),
        ("scarlet", 0xE0341F),
        ("orange", 0xF0822A),
        ("amber", 0xF5A623),
        ("gold", 0xE8B33C),
        ("golden", 0xE8B33C),
        ("yellow", 0xF4D63A),
        ("green", 0x3E9B4F),
        ("emerald", 0x1F9A68),
        ("lime", 0x9CCB3B),
        ("teal", 0x1F9AA0),
        ("turquoise", 0x35C4C2),
        ("cyan", 0x3CC8E0),
        ("blue", 0x2F6FD6),
        ("azure", 0x3F93E8),
        ("navy", 0x1F2F6E),
        ("indigo", 0x4238A8),
        ("purple", 0x7F3FB8),
        ("violet", 0x8E55D8),
        ("lilac", 0xB79AE0),
        ("magenta", 0xCF3AA4),
        ("pink", 0xF08CB4),
        ("brown", 0x80573A),
        ("silver", 0xB9C2CC),
        ("grey", 0x868C94),
        ("gray", 0x868C94),
        ("white", 0xF4F4F0),
        ("black", 0x1A1B20)
    );

    private static FrozenDictionary<string, T> Table<T>(params (T Meaning, string Words)[] rows) =>
        rows.SelectMany(row => row.Words.Split(' ').Select(word => (word, row.Meaning)))
            .ToFrozenDictionary(pair => pair.word, pair => pair.Meaning, StringComparer.Ordinal);

    private static FrozenDictionary<string, Vector3> Dictionary(params (string Word, int Rgb)[] rows) =>
        rows.ToFrozenDictionary(row => row.Word, row => Core.Colour.Hex(row.Rgb), StringComparer.Ordinal);
}
