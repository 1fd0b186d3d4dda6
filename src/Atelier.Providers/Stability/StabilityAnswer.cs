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
    // Ten pictures of the first API at their very worst.
    private const long MostOfAll = 256L * 1024 * 1024;

    /// <summary>The part of the spool where a task's answer lies, believed or not.</summary>
    public static readonly string TaskPart = AnswerSpool.Picture(0);

    private const string Success = "SUCCESS";
    private const string Filtered = "CONTENT_FILTERED";

    // In the place of an answer that lies in another part.
    private const string Kept = "kept_in";

    private static readonly string[] PictureNames = ["image", "result", "base64"];
    private static readonly SieveRules Rules = new() { Files = PictureNames };
    private static readonly string[] ReasonNames = ["finish_reason", "finishReason"];

    /// <summary>Bytes of an answer to a call for so many pictures, at most: one may have 4096x4096.</summary>
    public static long MostBytes(int pictures) => Math.Min((long)pictures * AnswerSieve.MostString, MostOfAll);

    /// <param name="nanosEach">Nano-dollars of one picture by the list; null where it is not known.</param>
    public static async Task<ProviderAnswer> ReadAsync(
        long? nanosEach,
        AnswerSpool spool,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var answer = await SieveAsync(spool, AnswerSpool.Answer, cancellationToken);
            // An answer of Stability's own could name any other part, and more.
            return StabilityJson.Text(answer.Json, Kept) == TaskPart
                ? Read(await SieveAsync(spool, TaskPart, cancellationToken), nanosEach)
                : Read(answer, nanosEach);
        }
        catch (JsonException failure)
        {
            throw Fault(FailureKind.Unreadable, "is no JSON", failure);
        }
    }

    /// <summary>Whether the part of a task's answer tells how it ended: with a picture, or with one that was filtered.</summary>
    public static async Task<bool> IsEndAsync(AnswerSpool spool, CancellationToken cancellationToken)
    {
        try
        {
            var kept = await SieveAsync(spool, TaskPart, cancellationToken);
            return Items(kept.Json).Exists(item => Ended(item, Filtered) || Picture(item, kept) is not null);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Makes the part of a task's answer the answer.</summary>
    public static Task PointAsync(AnswerSpool spool, CancellationToken cancellationToken) =>
        spool.WriteAsync(
            AnswerSpool.Answer,
            (stream, token) =>
                JsonSerializer.SerializeAsync(
                    stream,
                    new Dictionary<string, string> { [Kept] = TaskPart },
                    cancellationToken: token
                ),
            cancellationToken
        );

    private static async Task<SievedAnswer> SieveAsync(
        AnswerSpool spool,
        string part,
        CancellationToken cancellationToken
    )
    {
        await using var stream =
            await spool.OpenAsync(part, cancellationToken) ?? throw Fault(FailureKind.Lost, "is not kept any more");
        return await AnswerSieve.ReadAsync(stream, Rules, cancellationToken);
    }

    // More are never asked for, whatever an answer lists.
    private const int MostSamples = 10;

    private static ProviderAnswer Read(SievedAnswer answer, long? nanosEach)
    {
        var items = Items(answer.Json);
        var done = items.Where(item => Ended(item, Success)).ToList();
        var filtered = items.Count(item => Ended(item, Filtered));
        var pictures = done.Select(item => Picture(item, answer)).OfType<EncodedPicture>().ToList();
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

    private static EncodedPicture? Picture(JsonElement item, SievedAnswer answer) =>
        PictureNames.Select(name => answer.FileAt(StabilityJson.Member(item, name))).FirstOrDefault(Is) is { } file
            ? new EncodedPicture(file, SeedOf(item))
            : null;

    private static bool Is(byte[]? file) => file is not null;

    private static long? SeedOf(JsonElement item) =>
        StabilityJson.Number(item, "seed") is >= 0 and <= uint.MaxValue and var seed ? (long)seed : null;

    private static ProviderException Fault(FailureKind kind, string what, Exception? failure = null) =>
        new(StabilityProvider.Name, kind, Charge.Charged, $"The answer of Stability {what}.", failure);
}
