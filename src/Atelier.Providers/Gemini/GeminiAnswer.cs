using System.Text.Json;
using Atelier.Providers.Answers;
using Atelier.Providers.Failures;
using Atelier.Providers.OpenAi;

namespace Atelier.Providers.Gemini;

/// <summary>Reads the answer of a call from the spool, as it comes from there.</summary>
internal static class GeminiAnswer
{
    /// <summary>A picture of 4K as base64 at its very worst, with the drafts of the model's thoughts.</summary>
    public const long MostBytes = 384L * 1024 * 1024;

    private static readonly SieveRules Rules = new() { Files = ["data"] };

    public static async Task<ProviderAnswer> ReadAsync(
        string model,
        AnswerSpool spool,
        CancellationToken cancellationToken
    )
    {
        var sieved = await SieveAsync(spool, cancellationToken);
        var json = sieved.Json;
        var cost = GeminiUsage.CostNanos(json, model);
        var pictures = OpenAiJson
            .Items(json, "candidates")
            .SelectMany(candidate => OpenAiJson.Items(OpenAiJson.Object(candidate, "content"), "parts"))
            .Select(part => PictureOf(part, sieved))
            .OfType<EncodedPicture>()
            .ToList();
        return pictures.Count > 0 ? new ProviderAnswer(pictures, cost) : throw WithoutPicture(json, cost);
    }

    private static async Task<SievedAnswer> SieveAsync(AnswerSpool spool, CancellationToken cancellationToken)
    {
        await using var stream =
            await spool.OpenAsync(AnswerSpool.Answer, cancellationToken)
            ?? throw Failure(FailureKind.Lost, "The answer of gemini is not kept any more.");
        try
        {
            return await AnswerSieve.ReadAsync(stream, Rules, cancellationToken);
        }
        catch (JsonException failure)
        {
            throw Failure(FailureKind.Unreadable, "The answer of gemini is no JSON.", failure);
        }
    }

    // What the model draws while it thinks is not its picture.
    private static EncodedPicture? PictureOf(JsonElement part, SievedAnswer sieved) =>
        !IsThought(part)
        && (OpenAiJson.Object(part, "inlineData") ?? OpenAiJson.Object(part, "inline_data")) is { } inline
        && inline.TryGetProperty("data", out var place)
        && sieved.FileAt(place) is { } file
            ? new EncodedPicture(file, Seed: null)
            : null;

    private static bool IsThought(JsonElement part) =>
        part.ValueKind == JsonValueKind.Object
        && part.TryGetProperty("thought", out var thought)
        && thought.ValueKind == JsonValueKind.True;

    private static ProviderException WithoutPicture(JsonElement json, long? cost)
    {
        var kind = GeminiReasons.Of(json) ?? FailureKind.Unreadable;
        var text = kind switch
        {
            FailureKind.Refused => "gemini refused the request under its content policy.",
            FailureKind.TaskFailed => "gemini ended without a picture.",
            _ => "The answer of gemini holds no picture.",
        };
        return new ProviderException(GeminiProvider.Name, kind, cost == 0 ? Charge.None : Charge.Charged, text)
        {
            // The prompt is billed all the same.
            CostNanos = cost,
            Categories = kind == FailureKind.Refused ? GeminiReasons.Categories(json) : [],
        };
    }

    private static ProviderException Failure(FailureKind kind, string text, Exception? inner = null) =>
        new(GeminiProvider.Name, kind, Charge.Charged, text, inner);
}
