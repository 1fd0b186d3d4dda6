using System.Text.Json;
using System.Text.Json.Serialization;
using Atelier.Providers.Answers;
using Atelier.Providers.Calls;
using Atelier.Providers.Failures;

namespace Atelier.Providers.Piapi.Tasks;

/// <summary>What is kept of a finished task beside its pictures. PiAPI's own answer may hold them again, and the caller's words.</summary>
/// <param name="Pictures">How many it made, be they to be had or not.</param>
/// <param name="Consumed">Nano-dollars it cost; null when PiAPI does not tell.</param>
/// <param name="Frozen">Nano-dollars still set aside for it.</param>
internal sealed record TaskAnswer(
    [property: JsonPropertyOrder(-1)] int Pictures,
    string TaskId,
    long? Consumed,
    long? Frozen
)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    public static TaskAnswer Of(PiapiJob job) => new(job.Pictures.Count, job.Id, job.Consumed, job.Frozen);

    public Task WriteAsync(Stream stream, CancellationToken cancellationToken) =>
        JsonSerializer.SerializeAsync(stream, this, Json, cancellationToken);

    /// <summary>The answer of a task in the spool; null when what is there is another kind of answer.</summary>
    public static async Task<TaskAnswer?> FindAsync(AnswerSpool spool, CancellationToken cancellationToken)
    {
        await using var part = await spool.OpenAsync(AnswerSpool.Answer, cancellationToken);
        if (part is null || !await IsOursAsync(part, cancellationToken))
        {
            return null;
        }

        await using var whole = await spool.OpenAsync(AnswerSpool.Answer, cancellationToken) ?? throw Unreadable();
        try
        {
            return await JsonSerializer.DeserializeAsync<TaskAnswer>(whole, Json, cancellationToken);
        }
        catch (JsonException)
        {
            throw Unreadable();
        }
    }

    /// <summary>The pictures from the spool, and what they cost.</summary>
    /// <exception cref="ProviderException">None is there.</exception>
    public async Task<ProviderAnswer> ReadAsync(
        CompiledCall call,
        AnswerSpool spool,
        CancellationToken cancellationToken
    )
    {
        var pictures = await new SpooledPictures(spool).ReadAllAsync(Pictures, seed: null, cancellationToken);
        return this switch
        {
            _ when pictures.Count == 0 => throw Unreadable(),
            // What could not be had was made and is billed all the same.
            { Consumed: null } when pictures.Count < Pictures => new ProviderAnswer(
                pictures,
                (Pictures + call.PicturesPerCall - 1) / call.PicturesPerCall * call.ExpectedNanos,
                Estimated: true
            ),
            { Consumed: null } => new ProviderAnswer(pictures, null),
            // Nothing taken with some still set aside means a task that was not settled yet, not one for nothing.
            { Consumed: 0, Frozen: > 0 } => new ProviderAnswer(pictures, Frozen, Estimated: true),
            _ => new ProviderAnswer(pictures, Consumed),
        };
    }

    // What the other surface answers begins with another member, and may be large.
    private static async Task<bool> IsOursAsync(Stream part, CancellationToken cancellationToken)
    {
        var start = "{\"pictures\":"u8.ToArray();
        var read = new byte[start.Length];
        return await part.ReadAtLeastAsync(read, read.Length, throwOnEndOfStream: false, cancellationToken)
                == read.Length
            && read.AsSpan().SequenceEqual(start);
    }

    private static ProviderException Unreadable() =>
        new(
            PiapiProvider.Name,
            FailureKind.Unreadable,
            Charge.Charged,
            "What was kept of PiAPI's answer makes no sense."
        );
}
