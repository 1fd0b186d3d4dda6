using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Atelier.Providers.Answers;
using Atelier.Providers.Calls;
using Atelier.Providers.Failures;
using Atelier.Providers.Http;

namespace Atelier.Providers.OpenAi;

/// <summary>
/// Follows a streamed answer: shows the pictures that are not finished, and says whether the finished one was among it.
/// Where it was not, the call is lost, as one whose answer breaks off.
/// </summary>
internal sealed class OpenAiStream : IBodyWatch
{
    // Enough to see by what an answer begins.
    private const int Start = 64;
    private const int Piece = 256 * 1024;

    private readonly string _provider;
    private readonly IGlimpses _glimpses;
    private readonly EventLines _lines;
    private ProviderException? _failure;
    private bool _drew;

    public OpenAiStream(string provider, IGlimpses glimpses)
    {
        (_provider, _glimpses) = (provider, glimpses);
        _lines = new EventLines(Read);
    }

    public bool IsWhole => _lines.Found is not null;

    /// <summary>Sieves an answer: all of it, or the event with the finished picture where it was streamed.</summary>
    /// <exception cref="JsonException">It is no JSON; or it was streamed, and there is no such event.</exception>
    public static async Task<SievedAnswer> SieveAsync(
        Stream answer,
        SieveRules rules,
        CancellationToken cancellationToken
    )
    {
        var start = new byte[Start];
        var read = await answer.ReadAtLeastAsync(start, Start, throwOnEndOfStream: false, cancellationToken);
        var begun = start.AsMemory(0, read);
        if (!IsStream(begun.Span))
        {
            return await AnswerSieve.ReadAsync(begun, answer, rules, cancellationToken);
        }

        using var finished = await FindFinishedAsync(begun, answer, cancellationToken);
        return await AnswerSieve.ReadAsync(finished, rules, cancellationToken);
    }

    /// <summary>Whether this is the event with the finished picture.</summary>
    public static bool IsCompleted(JsonElement told) => IsOf(told, ".completed");

    public void Take(ReadOnlySpan<byte> bytes) => _lines.Take(bytes);

    public void End()
    {
        _lines.End();
        if (IsWhole)
        {
            return;
        }

        throw _failure
            ?? new ProviderException(
                _provider,
                FailureKind.Lost,
                Charge.Unknown,
                $"The stream of {_provider} ended before the picture was finished."
            );
    }

    private static bool IsStream(ReadOnlySpan<byte> bytes)
    {
        var text = bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes;
        var first = text.TrimStart(" \r\n\t"u8);
        return first.Length > 0 && first[0] is not ((byte)'{' or (byte)'[');
    }

    private static async Task<MemoryStream> FindFinishedAsync(
        ReadOnlyMemory<byte> begun,
        Stream rest,
        CancellationToken cancellationToken
    )
    {
        var lines = new EventLines(IsFinished);
        lines.Take(begun.Span);
        var buffer = ArrayPool<byte>.Shared.Rent(Piece);
        try
        {
            while (lines.Found is null && await rest.ReadAsync(buffer, cancellationToken) is > 0 and var read)
            {
                lines.Take(buffer.AsSpan(0, read));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        lines.End();
        return lines.Found is { } found && MemoryMarshal.TryGetArray(found, out var bytes)
            ? new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count)
            : throw new JsonException("No event has the finished picture.");
    }

    private static bool IsFinished(ReadOnlyMemory<byte> data)
    {
        using var document = TryParse(data);
        return document is not null && IsFinished(document.RootElement);
    }

    // Whether it can be read is seen where it is kept: here it has come, and was paid for.
    private static bool IsFinished(JsonElement told) =>
        IsCompleted(told)
        && told.TryGetProperty("b64_json", out var text)
        && text.ValueKind == JsonValueKind.String
        && !text.ValueEquals(""u8);

    private static JsonDocument? TryParse(ReadOnlyMemory<byte> json)
    {
        try
        {
            return JsonDocument.Parse(json);
        }
        catch (JsonException)
        {
            // Such as [DONE].
            return null;
        }
    }

    private static bool IsOf(JsonElement told, string end) =>
        OpenAiJson.Text(told, "type")?.EndsWith(end, StringComparison.Ordinal) == true;

    private bool Read(ReadOnlyMemory<byte> data)
    {
        using var document = TryParse(data);
        if (document is null)
        {
            return false;
        }

        var told = document.RootElement;
        if (IsOf(told, ".partial_image"))
        {
            _drew = true;
            Show(told);
            return false;
        }

        if (OpenAiJson.Object(told, "error") is { } error)
        {
            _failure = OpenAiErrors.OfStream(_provider, error, _drew);
        }

        return IsFinished(told);
    }

    private void Show(JsonElement told)
    {
        if (
            told.TryGetProperty("b64_json", out var text)
            && text.ValueKind == JsonValueKind.String
            && text.TryGetBytesFromBase64(out var picture)
            && picture.Length > 0
        )
        {
            _glimpses.Show(picture);
        }
    }
}
