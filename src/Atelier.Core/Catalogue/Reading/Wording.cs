using Atelier.Core.Text;

namespace Atelier.Core.Catalogue.Reading;

/// <summary>Phrases that several errors share.</summary>
internal static class Wording
{
    /// <summary>Says what would have been right, and what was probably meant.</summary>
    public static string Allowed(string word, IReadOnlyCollection<string> allowed)
    {
        var list = $"allowed are {string.Join(", ", allowed)}.";
        return NearMatch.Find(word, allowed, most: 1) is [var near] ? $"did you mean {near}? {list}" : list;
    }
}
