using System.Text.Json;

namespace Atelier.Providers.OpenAi;

/// <summary>Reads the list of models that the key may use.</summary>
internal static class OpenAiModels
{
    /// <summary>What an operator should know of the image models.</summary>
    public static IReadOnlyList<string> Notes(JsonElement list)
    {
        var models = OpenAiJson
            .Items(list, "data")
            .Where(model => OpenAiModelName.IsImageModel(OpenAiJson.Text(model, "id") ?? ""))
            .ToList();
        return models.Count == 0
            ? ["The key may use no image model; the organisation may have to be verified first."]
            :
            [
                .. models
                    .Select(model => (Id: OpenAiJson.Text(model, "id"), Day: OpenAiJson.Text(model, "shutdown_date")))
                    .Where(model => DateOnly.TryParseExact(model.Day, "yyyy-MM-dd", out _))
                    .Order()
                    .Select(model => $"{model.Id} will be shut down on {model.Day}."),
            ];
    }
}
