using System.Numerics;
using System.Text;

namespace Atelier.Imaging.Painting.Words;

/// <summary>Reads a prompt word by word.</summary>
internal static class SceneReader
{
    // "red wooden house": one unknown word may stand between a colour and its noun.
    private const int Reach = 2;

    public static Scene Read(string prompt, ulong seed)
    {
        var words = Split(prompt);
        var things = new HashSet<Thing>();
        var moods = new HashSet<Mood>();
        var colourOf = new Dictionary<Thing, Vector3>();
        var tints = new List<Vector3>();
        for (var i = 0; i < words.Count; i++)
        {
            if (Find(WordTable.Things, words[i], out var thing))
                things.Add(thing);
            else if (Find(WordTable.Moods, words[i], out var mood))
                moods.Add(mood);
            else if (WordTable.Colours.TryGetValue(words[i], out var colour))
            {
                if (NounAfter(words, i) is { } noun)
                    colourOf.TryAdd(noun, colour);
                else
                    tints.Add(colour);
            }
        }
        var mixed = Core.Rng.Mix(seed ^ Fingerprint(words));
        if (things.Count == 0)
            Fallback.Fill(things, moods, mixed);
        return new Scene
        {
            Seed = mixed,
            Things = things,
            Moods = moods,
            ColourOf = colourOf,
            Tints = tints,
        };
    }

    private static Thing? NounAfter(List<string> words, int at)
    {
        for (var i = at + 1; i < words.Count && i <= at + Reach; i++)
        {
            if (Find(WordTable.Things, words[i], out var thing))
                return thing;
            if (words[i] is "and" or "in" or "on" or "at" or "by" || WordTable.Colours.ContainsKey(words[i]))
                return null;
        }
        return null;
    }

    private static bool Find<T>(IReadOnlyDictionary<string, T> table, string word, out T meaning)
        where T : struct
    {
        if (table.TryGetValue(word, out meaning))
            return true;
        if (word.EndsWith('s') && table.TryGetValue(word[..^1], out meaning))
            return true;
        if (word.EndsWith("es", StringComparison.Ordinal) && table.TryGetValue(word[..^2], out meaning))
            return true;
        return word.EndsWith("ies", StringComparison.Ordinal) && table.TryGetValue(word[..^3] + "y", out meaning);
    }

    private static List<string> Split(string prompt)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var rune in prompt.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune))
                word.Append(Rune.ToLowerInvariant(rune).ToString());
            else
                Take();
        }
        Take();
        return words;

        void Take()
        {
            if (word.Length > 0)
                words.Add(word.ToString());
            word.Clear();
        }
    }

    private static ulong Fingerprint(List<string> words)
    {
        var hash = 0xCBF29CE484222325UL;
        foreach (var word in words)
        {
            foreach (var letter in word)
                hash = (hash ^ letter) * 0x100000001B3UL;
            hash = (hash ^ ' ') * 0x100000001B3UL;
        }
        return hash;
    }
}
