using System.Text.Json;

namespace Atelier.Server.Tests.Serving;

/// <summary>Request bodies. Every prompt holds the word that no log may show.</summary>
internal static class Bodies
{
    public const string Prompt = "a calm lake in the mountains, " + LogCapture.PromptWord;

    /// <summary>A small picture, with more fields if given: <c>"n": 3</c>.</summary>
    public static string Small(string more = "") => With($"\"size\": \"64x48\"{(more.Length > 0 ? ", " + more : "")}");

    /// <summary>A prompt and these fields.</summary>
    public static string With(string fields) => $$"""{"prompt": {{JsonSerializer.Serialize(Prompt)}}, {{fields}}}""";
}
