using System.Text.Json;

namespace Atelier.Server.Tests.Serving;

/// <summary>Request bodies. Every prompt holds the word that no log may show.</summary>
internal static class Bodies
{
    public const string Prompt = "a calm lake in the mountains, " + LogCapture.PromptWord;

    /// <summary>A small picture, with more fields if given: <c>"n": 3</c>.</summary>
    public static string Small(string more = "") => With($"\"size\": \"64x48\"{(more.Length > 0 ? ", " + more : "")}");

    /// <summary>A picture by a model of OpenAI's, in about the smallest size it makes.</summary>
    public static string Flare(string more = "") => Of("gpt-image-2.5-flare", "1024x640", Alone(more));

    /// <summary>A picture by LegNext.</summary>
    public static string Midjourney(string more = "") => Of("midjourney", "1024x1024", Alone(more));

    /// <summary>A picture by whom the router chooses, in a size that all make.</summary>
    public static string Any(string more = "") => Of("auto", "1024x1024", more);

    private static string Of(string model, string size, string more) =>
        With($"\"model\": \"{model}\", \"size\": \"{size}\"{(more.Length > 0 ? ", " + more : "")}");

    // Whoever names a model in a test means that one; those of fallbacks say otherwise.
    private static string Alone(string more) =>
        more.Contains("\"fallback\"", StringComparison.Ordinal) ? more
        : more.Length > 0 ? $"\"fallback\": \"strict\", {more}"
        : "\"fallback\": \"strict\"";

    /// <summary>A prompt and these fields.</summary>
    public static string With(string fields) => $$"""{"prompt": {{JsonSerializer.Serialize(Prompt)}}, {{fields}}}""";
}
