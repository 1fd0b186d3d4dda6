using System.Text.Json;
using Atelier.Providers.Answers;
using Atelier.Providers.Failures;

namespace Atelier.Providers.OpenAi;

/// <summary>Reads the answer of a call from the spool.</summary>
internal static class OpenAiAnswer
{
    /// <summary>Ten pictures of 3840x2160 as base64, at their very worst.</summary>
    public const long MostBytes = 512L * 1024 * 1024;

    // More are never asked for.
    private const int MostPictures = 16;

    private static readonly SieveRules Rules = new() { Files = ["b64_json"] };

    public static async Task<ProviderAnswer> ReadAsync(
        string provider,
        string model,
        AnswerSpool spool,
        CancellationToken cancellationToken
    )
    {
        await using var stream =
            await spool.OpenAsync(AnswerSpool.Answer, cancellationToken)
            ?? throw new ProviderException(
                provider,
                FailureKind.Lost,
                Charge.Charged,
                $"The answer of {provider} is not kept any more."
            );
        try
        {
            var sieved = await OpenAiStream.SieveAsync(stream, Rules, cancellationToken);
            var pictures = ItemsOf(sieved.Json)
                .Take(MostPictures)
                .Select(item => Picture(item, sieved))
                .OfType<EncodedPicture>()
                .ToList();
            var answer = new ProviderAnswer(pictures, OpenAiUsage.CostNanos(sieved.Json, OpenAiPrices.Of(model)));
            return answer.Pictures.Count > 0 ? answer : throw Unreadable(provider, "holds no picture");
        }
        catch (JsonException failure)
        {
            throw Unreadable(provider, "is no JSON", failure);
        }
    }

    // A stream's last event is the picture itself.
    private static IEnumerable<JsonElement> ItemsOf(JsonElement answer) =>
        OpenAiStream.IsCompleted(answer) ? [answer] : OpenAiJson.Items(answer, "data");

    private static EncodedPicture? Picture(JsonElement item, SievedAnswer sieved) =>
        item.ValueKind == JsonValueKind.Object
        && item.TryGetProperty("b64_json", out var place)
        && sieved.FileAt(place) is { } file
            ? new EncodedPicture(file, Seed: null)
            : null;

    private static ProviderException Unreadable(string provider, string what, Exception? failure = null) =>
        new(provider, FailureKind.Unreadable, Charge.Charged, $"The answer of {provider} {what}.", failure);
}
