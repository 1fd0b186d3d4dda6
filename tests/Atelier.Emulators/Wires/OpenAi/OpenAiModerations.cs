using System.Text.Json;
using Atelier.Emulators.Checking;

namespace Atelier.Emulators.Wires.OpenAi;

/// <summary><c>/v1/moderations</c>: flags a few plain words; pictures always pass.</summary>
internal static class OpenAiModerations
{
    private const string Newest = "omni-moderation-2024-09-26";

    private static readonly string[] _models =
    [
        "omni-moderation-latest",
        Newest,
        "text-moderation-latest",
        "text-moderation-stable",
    ];

    private static readonly string[] _categories =
    [
        "hate",
        "hate/threatening",
        "harassment",
        "harassment/threatening",
        "illicit",
        "illicit/violent",
        "self-harm",
        "self-harm/intent",
        "self-harm/instructions",
        "sexual",
        "sexual/minors",
        "violence",
        "violence/graphic",
    ];

    private static readonly string[] _ofPictures =
    [
        "self-harm",
        "self-harm/intent",
        "self-harm/instructions",
        "sexual",
        "violence",
        "violence/graphic",
    ];

    public static Prepared Check(WireRequest request)
    {
        var problems = new List<Problem>();
        var inputs = new List<Input>();
        if (request.Json(problems, nullIsAbsent: true) is { } fields)
        {
            var model = fields.OneOf("model", _models) ?? _models[0];
            ReadInput(fields, inputs);
            if (inputs.Any(input => input.Picture) && model.StartsWith("text-", StringComparison.Ordinal))
            {
                fields.Add("input", $"{model} reads text only.");
            }

            fields.Close();
        }

        request.Violate(problems);
        if (OpenAiKeys.Check(request) is { } refusal)
        {
            return Prepared.Always(refusal);
        }

        var text = string.Join(' ', inputs.Select(input => input.Text));
        return problems.Count > 0
            ? new Prepared(text, _ => OpenAiErrors.Invalid(problems[0]))
            : new Prepared(text, _ => Answer(request, inputs));
    }

    private static Reply Answer(WireRequest request, List<Input> inputs) =>
        Reply.Json(
            200,
            new
            {
                id = $"modr-{request.Id}",
                model = Newest,
                results = inputs.Select(Judge),
            }
        );

    private static object Judge(Input input)
    {
        var found = WordRules.Find(input.Text);
        return new
        {
            flagged = found.Count > 0,
            categories = _categories.ToDictionary(name => name, name => found.Contains(name)),
            category_scores = _categories.ToDictionary(name => name, name => found.Contains(name) ? 0.97 : 0.0001),
            category_applied_input_types = _categories.ToDictionary(name => name, name => AppliedTo(name, input)),
        };
    }

    private static string[] AppliedTo(string category, Input input) =>
        [
            .. input.Text.Length > 0 ? ["text"] : Array.Empty<string>(),
            .. input.Picture && _ofPictures.Contains(category) ? ["image"] : Array.Empty<string>(),
        ];

    private static void ReadInput(FieldCheck fields, List<Input> inputs)
    {
        if (fields.Take("input", required: true) is not { } input)
        {
            return;
        }

        if (input.ValueKind == JsonValueKind.String)
        {
            inputs.Add(new Input(input.GetString()!, Picture: false));
            return;
        }

        var items = fields.Items("input", 1, int.MaxValue) ?? [];
        if (items.All(item => item.ValueKind == JsonValueKind.String))
        {
            inputs.AddRange(items.Select(item => new Input(item.GetString()!, Picture: false)));
            return;
        }

        var parts = items.Select((item, i) => ReadPart(fields.Inside(item, $"input[{i}]"))).ToList();
        if (parts.Count(part => part.Picture) > 1)
        {
            fields.Add("input", "One image per request.");
        }

        // Text and pictures in one array are judged together.
        inputs.Add(
            new Input(string.Join(' ', parts.Select(part => part.Text)).Trim(), parts.Any(part => part.Picture))
        );
    }

    private static Input ReadPart(FieldCheck? part)
    {
        if (part is null)
        {
            return new Input("", Picture: false);
        }

        var type = part.OneOf("type", ["text", "image_url"], required: true);
        var text = type == "text" ? part.Text("text", required: true) : null;
        if (type == "image_url" && part.Object("image_url", required: true) is { } image)
        {
            if (image.Text("url", 1, required: true) is { } url && !EditReferences.IsPictureUrl(url))
            {
                image.Add("url", "Give an https URL or a data URL of a png, jpeg or webp.");
            }

            image.Close();
        }

        part.Close();
        return new Input(text ?? "", type == "image_url");
    }

    private sealed record Input(string Text, bool Picture);
}
