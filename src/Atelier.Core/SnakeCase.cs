using System.Collections.Concurrent;
using System.Text.Json;

namespace Atelier.Core;

/// <summary>Enum members by their snake-case names, the form they have on <c>/v1</c>, in YAML and in the database.</summary>
public static class SnakeCase
{
    private static readonly ConcurrentDictionary<Enum, string> Names = new();

    /// <summary>Snake case, such as <c>text_to_image</c>.</summary>
    public static string Of(Enum value) =>
        Names.GetOrAdd(value, static member => JsonNamingPolicy.SnakeCaseLower.ConvertName(member.ToString()));

    /// <summary>The member of this name, exactly as <see cref="Of"/> writes it; null for any other text.</summary>
    public static T? TryParse<T>(string text)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (Of(value) == text)
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>All names in order of the members.</summary>
    public static IReadOnlyList<string> All<T>()
        where T : struct, Enum => [.. Enum.GetValues<T>().Select(value => Of(value))];
}
