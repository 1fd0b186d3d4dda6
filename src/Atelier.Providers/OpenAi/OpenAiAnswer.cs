using System.Text.Json;
using Atelier.Providers.Answers;
using Atelier.Providers.Failures;

namespace Atelier.Providers.OpenAi;

/// <summary>Reads the answer of a call from the spool.</summary>
internal static class OpenAiAnswer
{
    /// <summary>Ten pictures of 3840x2160 as base64, at their very worst.</summary>
    public const long MostBytes = 512L * 1024 * 1024;

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
            using var document = await JsonDocument.ParseAsync(stream, cancellationToken: cancellationToken);
            var pictures = OpenAiJson.Items(document.RootElement, "data").Select(Picture).OfType<EncodedPicture>();
            var answer = new ProviderAnswer([.. pictures], OpenAiUsage.CostNanos(document.RootElement, model));
            return answer.Pictures.Count > 0 ? answer : throw Unreadable(provider, "holds no picture");
        }
        catch (JsonException failure)
        {
            throw Unreadable(provider, "is no JSON", failure);
        }
    }

    private static EncodedPicture? Picture(JsonElement item) =>
        item.ValueKind == JsonValueKind.Object
        && item.TryGetProperty("b64_json", out var text)
        && text.ValueKind == JsonValueKind.String
        && text.TryGetBytesFromBase64(out var bytes)
        && bytes.Length > 0
            ? new EncodedPicture(bytes, Seed: null)
            : null;

    private static ProviderException Unreadable(string provider, string what, Exception? failure = null) =>
        new(provider, FailureKind.Unreadable, Charge.Charged, $"The answer of {provider} {what}.", failure);
}
