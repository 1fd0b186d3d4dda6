using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Atelier.Providers.Answers;

/// <summary>
/// Reads a JSON answer with large files in base64 as it comes: no more of it is in memory than the string that is being read and the
/// files themselves. Other strings beyond 64 KB are left out.
/// </summary>
internal sealed class AnswerSieve : IDisposable
{
    /// <summary>Bytes of one text at most, be it a file or not: a picture of 96 MB.</summary>
    public const int MostString = 128 * 1024 * 1024;

    private const int FirstBuffer = 64 * 1024;
    private const int MostText = 64 * 1024;
    private const int MostLongText = 1024 * 1024;
    private const int MostFiles = 64;

    // In the place of a name that is no Unicode.
    private const string NoName = "\uFFFD";

    private readonly SieveRules _rules;
    private readonly List<byte[]> _files = [];
    private readonly ArrayBufferWriter<byte> _json = new();
    private readonly Utf8JsonWriter _writer;

    // The depths of the lists of files that are open.
    private readonly Stack<int> _lists = new();
    private JsonReaderState _state;
    private Place _place;

    private AnswerSieve(SieveRules rules)
    {
        _rules = rules;
        _writer = new Utf8JsonWriter(_json);
    }

    // What stands where the next value is.
    private enum Place
    {
        Any,
        File,
        Address,
        LongText,
    }

    /// <exception cref="JsonException">It is no JSON, or larger than any true answer.</exception>
    public static Task<SievedAnswer> ReadAsync(Stream stream, SieveRules rules, CancellationToken cancellationToken) =>
        ReadAsync(ReadOnlyMemory<byte>.Empty, stream, rules, cancellationToken);

    /// <param name="begun">What was read of the stream before: few bytes, with which the answer begins.</param>
    /// <exception cref="JsonException">Likewise.</exception>
    public static async Task<SievedAnswer> ReadAsync(
        ReadOnlyMemory<byte> begun,
        Stream stream,
        SieveRules rules,
        CancellationToken cancellationToken
    )
    {
        using var sieve = new AnswerSieve(rules);
        await sieve.ReadAllAsync(begun, stream, cancellationToken);
        return sieve.End();
    }

    public void Dispose() => _writer.Dispose();

    private async Task ReadAllAsync(ReadOnlyMemory<byte> begun, Stream stream, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
        try
        {
            begun.CopyTo(buffer);
            var (filled, total, mark) = (begun.Length, (long)begun.Length, Encoding.UTF8.Preamble.Length);
            for (var ended = false; !ended; mark = 0)
            {
                // Filled to the brim each time: the reader begins a string anew with every piece of it.
                var read = await stream.ReadAtLeastAsync(
                    buffer.AsMemory(filled),
                    buffer.Length - filled,
                    throwOnEndOfStream: false,
                    cancellationToken
                );
                total += read;
                Check(total <= _rules.MostBytes);
                ended = filled + read < buffer.Length;
                filled += read;
                mark = buffer.AsSpan(0, filled).StartsWith(Encoding.UTF8.Preamble[..mark]) ? mark : 0;
                var consumed = mark + Sift(buffer.AsSpan(mark, filled - mark), ended);
                buffer.AsSpan(consumed, filled - consumed).CopyTo(buffer);
                filled -= consumed;
                buffer = filled == buffer.Length ? Grow(buffer) : buffer;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static byte[] Grow(byte[] buffer)
    {
        Check(buffer.Length < MostString);
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }

    private int Sift(ReadOnlySpan<byte> bytes, bool ended)
    {
        var reader = new Utf8JsonReader(bytes, ended, _state);
        while (reader.Read())
        {
            Copy(ref reader);
            Check(_writer.BytesCommitted + _writer.BytesPending <= _rules.MostJson);
        }

        _state = reader.CurrentState;
        return (int)reader.BytesConsumed;
    }

    private void Copy(ref Utf8JsonReader reader)
    {
        var place = _place;
        _place = Place.Any;
        if (place == Place.Any && _lists.TryPeek(out var depth) && reader.CurrentDepth == depth + 1)
        {
            place = Place.File;
        }

        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                _writer.WriteStartObject();
                break;
            case JsonTokenType.EndObject:
                _writer.WriteEndObject();
                break;
            case JsonTokenType.StartArray:
                Open(place, reader.CurrentDepth);
                break;
            case JsonTokenType.EndArray:
                Close(reader.CurrentDepth);
                break;
            case JsonTokenType.PropertyName:
                var name = TextOf(ref reader);
                _writer.WritePropertyName(name ?? NoName);
                _place = name is null ? Place.Any : PlaceOf(ref reader);
                break;
            case JsonTokenType.String:
                CopyText(ref reader, place);
                break;
            // A number in a file's place would be taken for that of a file.
            case JsonTokenType.Number when place is not (Place.File or Place.Address):
                _writer.WriteRawValue(reader.ValueSpan);
                break;
            case JsonTokenType.True or JsonTokenType.False:
                _writer.WriteBooleanValue(reader.TokenType == JsonTokenType.True);
                break;
            default:
                _writer.WriteNullValue();
                break;
        }
    }

    // A list within a list of files is none.
    private void Open(Place place, int depth)
    {
        _writer.WriteStartArray();
        if (place == Place.File && !(_lists.TryPeek(out var list) && depth == list + 1))
        {
            _lists.Push(depth);
        }
    }

    private void Close(int depth)
    {
        _writer.WriteEndArray();
        if (_lists.TryPeek(out var list) && depth == list)
        {
            _lists.Pop();
        }
    }

    private Place PlaceOf(ref Utf8JsonReader reader) =>
        Names(ref reader, _rules.Files) ? Place.File
        : Names(ref reader, _rules.Addresses) ? Place.Address
        : _rules.LongText is { } name && reader.ValueTextEquals(name) ? Place.LongText
        : Place.Any;

    private static bool Names(ref Utf8JsonReader reader, IReadOnlyList<string> names)
    {
        foreach (var name in names)
        {
            if (reader.ValueTextEquals(name))
            {
                return true;
            }
        }

        return false;
    }

    private void CopyText(ref Utf8JsonReader reader, Place place)
    {
        if (place is Place.File or Place.Address && FileOf(ref reader, place) is { } file)
        {
            if (_files.Count < MostFiles)
            {
                _writer.WriteNumberValue(_files.Count);
                _files.Add(file);
                return;
            }

            _writer.WriteNullValue();
        }
        else if (reader.ValueSpan.Length <= (place == Place.LongText ? MostLongText : MostText))
        {
            _writer.WriteStringValue(TextOf(ref reader));
        }
        else
        {
            _writer.WriteNullValue();
        }
    }

    private static byte[]? FileOf(ref Utf8JsonReader reader, Place place)
    {
        try
        {
            return DataUrl.Is(reader.ValueSpan) ? DataUrl.Read(ref reader)
                : place == Place.File && reader.TryGetBytesFromBase64(out var file) && file.Length > 0 ? file
                : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    // Servers cut texts within a letter. Null then, for the pictures beside it are whole.
    private static string? TextOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static void Check(bool within)
    {
        if (!within)
        {
            throw new JsonException("The answer is too large.");
        }
    }

    private SievedAnswer End()
    {
        _writer.Flush();
        using var document = JsonDocument.Parse(_json.WrittenMemory);
        return new SievedAnswer(document.RootElement.Clone(), _files);
    }
}
