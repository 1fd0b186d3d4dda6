namespace Atelier.Imaging.Painting.Words;

/// <summary>Pleasant landscapes for prompts without a known noun; moods the prompt did name are kept.</summary>
internal static class Fallback
{
    private static readonly (Thing[] Things, Mood[] Moods)[] Scenes =
    [
        ([Thing.Mountain, Thing.Lake, Thing.Sun], [Mood.Sunset]),
        ([Thing.Hill, Thing.Tree, Thing.Cloud], [Mood.Dawn, Mood.Fog]),
        ([Thing.Desert, Thing.Sun], [Mood.Sunset]),
        ([Thing.Sea, Thing.Moon, Thing.Star], [Mood.Night]),
        ([Thing.Mountain, Thing.Forest], [Mood.Dawn, Mood.Fog]),
        ([Thing.Field, Thing.Flower, Thing.Cloud, Thing.Hill], [Mood.Day]),
        ([Thing.Island, Thing.Sea, Thing.Bird], [Mood.Sunset]),
        ([Thing.Mountain, Thing.Forest, Thing.Lake], [Mood.Day]),
    ];

    public static void Fill(HashSet<Thing> things, HashSet<Mood> moods, ulong seed)
    {
        var (chosen, mood) = Scenes[(int)((seed >> 20) % (ulong)Scenes.Length)];
        things.UnionWith(chosen);
        if (moods.Count == 0)
            moods.UnionWith(mood);
    }
}
