using System.Text.Json;
using Atelier.Providers.Answers;
using Atelier.Providers.Failures;

namespace Atelier.Providers.Stability;

/// <summary>
/// Reads an answer from the spool: one picture as <c>image</c>, as <c>result</c> of a task, or several <c>artifacts</c> of the first
/// API. What was filtered is a blurred picture; it was charged, and is not handed on.
/// </summary>
internal static class StabilityAnswer
{
    /// <summary>Ten pictures of the first API, or one of 4096x4096, as base64, at their very worst.</summary>
    public const long MostBytes = 256L * 1024 * 1024;

    private const string Success = "SUCCESS";
    private const string Filtered = "CONTENT_FILTERED";

    // In the place of an answer that lies in another part.
    private const string Kept = "kept_in";

    private static readonly string[] PictureNames = ["image", "result", "base64"];
    private static readonly string[] ReasonNames = ["finish_reason", "finishReason"];

    /// <param name="nanosEach">Nano-dollars of one picture by the list; null where it is not known.</param>
    public static async Task<ProviderAnswer> ReadAsync(
        long? nanosEach,
        AnswerSpool spool,
        CancellationToken cancellationToken
    )
    {
        try
        {
            using var answer = await ParseAsync(spool, AnswerSpool.Answer, cancellationToken);
            if (StabilityJson.Text(answer.RootElement, Kept) is not { } part)
            {
                return Read(Items(answer.RootElement), nanosEach);
            }

            using var kept = await ParseAsync(spool, part, cancellationToken);
            return Read(Items(kept.RootElement), nanosEach);
        }
        catch (JsonException failure)
        {
            throw Fault(FailureKind.Unreadable, "is no JSON", failure);
        }
    }

    /// <summary>Whether a part of the spool tells how a task ended: with a picture, or with one that was filtered.</summary>
    public static async Task<bool> IsEndAsync(AnswerSpool spool, string part, CancellationToken cancellationToken)
    {
        try
        {
            using var document = await ParseAsync(spool, part, cancellationToken);
            return Items(document.RootElement).Exists(item => Ended(item, Filtered) || Picture(item) is not null);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Makes a part of the spool the answer.</summary>
    public static Task PointToAsync(AnswerSpool spool, string part, CancellationToken cancellationToken) =>
        spool.WriteAsync(
            AnswerSpool.Answer,
            (stream, token) =>
                JsonSerializer.SerializeAsync(
                    stream,
                    new Dictionary<string, string> { [Kept] = part },
                    cancellationToken: token
                ),
            cancellationToken
        );

    private static async Task<JsonDocument> ParseAsync(
        AnswerSpool spool,
        string part,
        CancellationToken cancellationToken
    )
    {
        await using var stream =
            await spool.OpenAsync(part, cancellationToken) ?? throw Fault(FailureKind.Lost, "is not kept any more");
        return await JsonDocument.ParseAsync(stream, cancellationToken: cancellationToken);
    }

    // More are never asked for, whatever an answer lists.
    private const int MostSamples = 10;

    private static ProviderAnswer Read(List<JsonElement> items, long? nanosEach)
    {
        var done = items.Where(item => Ended(item, Success)).ToList();
        var filtered = items.Count(item => Ended(item, Filtered));
        var pictures = done.Select(Picture).OfType<EncodedPicture>().ToList();
        if (pictures.Count > 0)
        {
            // All were made, and so all are billed, whatever became of them.
            return new ProviderAnswer(
                pictures,
                Math.Min(done.Count + filtered, MostSamples) * nanosEach,
                Estimated: true
            );
        }

        throw filtered > 0
            ? Fault(FailureKind.Refused, "was filtered under its content policy")
            : Fault(FailureKind.Unreadable, "holds no picture");
    }

    // The old description of the first API has a bare list.
    private static List<JsonElement> Items(JsonElement root) =>
        root.ValueKind == JsonValueKind.Array ? [.. root.EnumerateArray()]
        : StabilityJson.Member(root, "artifacts") is { ValueKind: JsonValueKind.Array } artifacts
            ? [.. artifacts.EnumerateArray()]
        : [root];

    // Where it does not say how it ended, a picture is a picture.
    private static bool Ended(JsonElement item, string how)
    {
        var reason = ReasonNames
            .Select(name => StabilityJson.Text(item, name))
            .FirstOrDefault(text => text is not null);
        return string.Equals(reason ?? Success, how, StringComparison.OrdinalIgnoreCase);
    }

    private static EncodedPicture? Picture(JsonElement item)
    {
        var text = PictureNames
            .Select(name => StabilityJson.Member(item, name))
            .FirstOrDefault(member => member is { ValueKind: JsonValueKind.String });
        return text is { } found && found.TryGetBytesFromBase64(out var bytes) && bytes.Length > 0
            ? new EncodedPicture(bytes, SeedOf(item))
            : null;
    }

    private static long? SeedOf(JsonElement item) =>
        StabilityJson.Number(item, "seed") is >= 0 and <= uint.MaxValue and var seed ? (long)seed : null;

    private static ProviderException Fault(FailureKind kind, string what, Exception? failure = null) =>
        new(StabilityProvider.Name, kind, Charge.Charged, $"The answer of Stability {what}.", failure);
}
