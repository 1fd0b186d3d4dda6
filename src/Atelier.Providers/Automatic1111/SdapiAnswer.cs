using System.Text.Json;
using Atelier.Providers.Answers;
using Atelier.Providers.Failures;
using Atelier.Providers.OpenAi;

namespace Atelier.Providers.Automatic1111;

/// <summary>Reads the pictures of an answer, and the seeds that its <c>info</c> names: JSON within a text, or nothing at all.</summary>
internal static class SdapiAnswer
{
    // Ten pictures of 3840x2160 as base64, at their very worst.
    private const long MostOfAll = 512L * 1024 * 1024;

    private const string Info = "info";

    private static readonly SieveRules Rules = new() { Files = ["images", "image"], LongText = Info };

    /// <summary>Bytes of an answer to a call for so many pictures, at most; a grid may stand before them.</summary>
    public static long MostBytes(int pictures) =>
        Math.Min((pictures > 1 ? pictures + 1L : 1) * AnswerSieve.MostString, MostOfAll);

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
            var sieved = await AnswerSieve.ReadAsync(stream, Rules, cancellationToken);
            var (places, seeds) = (PlacesOf(sieved.Json), SeedsOf(sieved.Json));
            // A grid may stand before them: the pictures are the last as many as there are seeds.
            var skip = seeds.Count > 0 ? Math.Max(0, places.Count - seeds.Count) : 0;
            var pictures = places
                .Skip(skip)
                .Select(
                    (place, number) =>
                        (Bytes: sieved.FileAt(place), Seed: number < seeds.Count ? seeds[number] : (long?)null)
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

    private static IReadOnlyList<JsonElement> PlacesOf(JsonElement answer) =>
        answer.ValueKind == JsonValueKind.Object
        && answer.TryGetProperty("image", out var one)
        && one.ValueKind is JsonValueKind.Number or JsonValueKind.String
            ? [one]
            : [.. OpenAiJson.Items(answer, "images")];

    private static List<long> SeedsOf(JsonElement answer)
    {
        if (OpenAiJson.Text(answer, Info) is not { Length: > 0 } info)
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

    private static ProviderException Unreadable(string provider, bool free, string what, Exception? failure = null) =>
        new(
            provider,
            FailureKind.Unreadable,
            free ? Charge.None : Charge.Charged,
            $"The answer of {provider} {what}.",
            failure
        );
}
