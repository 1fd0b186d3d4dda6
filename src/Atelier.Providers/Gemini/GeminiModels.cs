using System.Text.Json;
using Atelier.Providers.OpenAi;

namespace Atelier.Providers.Gemini;

/// <summary>Reads the list of models that the key may use.</summary>
internal static class GeminiModels
{
    private const string Prefix = "models/";
    private const string Method = "generateContent";

    /// <summary>The image models of a page. The list does not say which make pictures; their names do.</summary>
    public static IEnumerable<ListedModel> Read(JsonElement page) =>
        OpenAiJson
            .Items(page, "models")
            .Where(model => OpenAiJson.Items(model, "supportedGenerationMethods").Any(Generates))
            .Select(model => OpenAiJson.Text(model, "name") ?? "")
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && IsImageModel(name))
            .Select(name => new ListedModel(name[Prefix.Length..], name[Prefix.Length..], ShutsDown: null));

    /// <summary>What an operator should know.</summary>
    public static IReadOnlyList<string> Notes(IReadOnlyList<ListedModel> models) =>
        models.Count == 0 ? ["The key may use no image model; the project may need billing."] : [];

    private static bool Generates(JsonElement method) =>
        method.ValueKind == JsonValueKind.String && method.ValueEquals(Method);

    private static bool IsImageModel(string name) =>
        name.Contains("-image", StringComparison.Ordinal) || name.Contains("banana", StringComparison.Ordinal);
}
