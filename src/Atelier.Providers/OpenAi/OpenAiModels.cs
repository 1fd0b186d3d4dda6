using System.Globalization;
using System.Text.Json;

namespace Atelier.Providers.OpenAi;

/// <summary>Reads the list of models that the key may use.</summary>
internal static class OpenAiModels
{
    /// <summary>The image models, in order of their ids.</summary>
    public static IReadOnlyList<ListedModel> Read(JsonElement list) =>
        [
            .. OpenAiJson
                .Items(list, "data")
                .Select(model => (Id: OpenAiJson.Text(model, "id") ?? "", Day: OpenAiJson.Text(model, "shutdown_date")))
                .Where(model => OpenAiModelName.IsImageModel(model.Id))
                .OrderBy(model => model.Id, StringComparer.Ordinal)
                .Select(model => new ListedModel(model.Id, OpenAiModelName.WithoutDate(model.Id), Day(model.Day))),
        ];

    /// <summary>What an operator should know of the image models.</summary>
    public static IReadOnlyList<string> Notes(JsonElement list)
    {
        var models = Read(list);
        return models.Count == 0
            ? ["The key may use no image model; the organisation may have to be verified first."]
            :
            [
                .. models
                    .Where(model => model.ShutsDown is not null)
                    .Select(model => $"{model.Id} will be shut down on {model.ShutsDown:yyyy-MM-dd}."),
            ];
    }

    private static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : null;
}
