using System.Text.Json;
using Atelier.Providers.Answers;
using Atelier.Providers.Failures;
using Atelier.Providers.OpenAi;

namespace Atelier.Providers.Automatic1111;

/// <summary>Reads the pictures of an answer, and the seeds that its <c>info</c> names: JSON within a text, or nothing at all.</summary>
internal static class SdapiAnswer
{
    /// <summary>Ten pictures of 3840x2160 as base64, at their very worst.</summary>
    public const long MostBytes = 512L * 1024 * 1024;

    private const string DataPrefix = "data:";

    public static async Task<ProviderAnswer> ReadAsync(
        string provider,
        bool free,
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
            var (texts, seeds) = (TextsOf(document.RootElement).ToList(), SeedsOf(document.RootElement));
            // A grid may stand before them: the pictures are the last as many as there are seeds.
            var skip = seeds.Count > 0 ? Math.Max(0, texts.Count - seeds.Count) : 0;
            var pictures = texts
                .Skip(skip)
                .Select(
                    (text, number) => (Bytes: BytesOf(text), Seed: number < seeds.Count ? seeds[number] : (long?)null)
                )
                .Where(picture => picture.Bytes is not null)
                .Select(picture => new EncodedPicture(picture.Bytes!, picture.Seed))
                .ToList();
            return pictures.Count > 0
                ? new ProviderAnswer(pictures, free ? 0 : null)
                : throw Unreadable(provider, free, "holds no picture");
        }
        catch (JsonException failure)
        {
            throw Unreadable(provider, free, "is no JSON", failure);
        }
    }

    private static IEnumerable<string> TextsOf(JsonElement answer)
    {
        var many = OpenAiJson.Items(answer, "images").Where(item => item.ValueKind == JsonValueKind.String);
        return OpenAiJson.Text(answer, "image") is { } one ? [one] : many.Select(item => item.GetString()!);
    }

    private static List<long> SeedsOf(JsonElement answer)
    {
        if (OpenAiJson.Text(answer, "info") is not { Length: > 0 } info)
        {
            return [];
        }

        try
        {
            using var inner = JsonDocument.Parse(info);
            return
            [
                .. OpenAiJson
                    .Items(inner.RootElement, "all_seeds")
                    .Where(seed => seed.ValueKind == JsonValueKind.Number && seed.TryGetInt64(out _))
                    .Select(seed => seed.GetInt64()),
            ];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static byte[]? BytesOf(string text)
    {
        var packed = text.StartsWith(DataPrefix, StringComparison.OrdinalIgnoreCase)
            ? text.AsSpan(text.IndexOf(',', StringComparison.Ordinal) + 1)
            : text;
        var buffer = new byte[(packed.Length / 4 * 3) + 3];
        return Convert.TryFromBase64Chars(packed, buffer, out var written) && written > 0 ? buffer[..written] : null;
    }

    private static ProviderException Unreadable(string provider, bool free, string what, Exception? failure = null) =>
        new(
            provider,
            FailureKind.Unreadable,
            free ? Charge.None : Charge.Charged,
            $"The answer of {provider} {what}.",
            failure
        );
}
