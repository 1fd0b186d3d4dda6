using System.Text.RegularExpressions;

namespace Atelier.Providers.OpenAi;

/// <summary>OpenAI's ids of models.</summary>
internal static partial class OpenAiModelName
{
    /// <summary>Whether the model makes pictures.</summary>
    public static bool IsImageModel(string id) =>
        id.StartsWith("gpt-image", StringComparison.Ordinal) || id == "chatgpt-image-latest";

    /// <summary>The id without the day of its snapshot, such as <c>-2026-04-21</c>.</summary>
    public static string WithoutDate(string id) => Day().Replace(id, "");

    [GeneratedRegex(@"-\d{4}-\d{2}-\d{2}\z")]
    private static partial Regex Day();
}
