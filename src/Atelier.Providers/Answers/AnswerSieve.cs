using System.Buffers;
using System.Text.Json;

namespace Atelier.Providers.Answers;

/// <summary>
/// Reads a JSON answer with large files in base64 as it comes: no more of it is in memory than the string that is being read and the
/// files themselves. Other strings beyond 64 KB are left out.
/// </summary>
internal sealed class AnswerSieve : IDisposable
{
    private const int FirstBuffer = 64 * 1024;
    private const int MostBuffer = 128 * 1024 * 1024;
    private const int MostText = 64 * 1024;
    private const int MostJson = 4 * 1024 * 1024;
    private const int MostFiles = 64;

    private readonly string _member;
    private readonly List<byte[]> _files = [];
    private readonly ArrayBufferWriter<byte> _json = new();
    private readonly Utf8JsonWriter _writer;
    private JsonReaderState _state;
    private bool _isFile;

    private AnswerSieve(string member)
    {
        _member = member;
        _writer = new Utf8JsonWriter(_json);
    }

    /// <param name="member">The name of the members that hold files.</param>
    /// <exception cref="JsonException">It is no JSON, or larger than any true answer.</exception>
    public static async Task<SievedAnswer> ReadAsync(Stream stream, string member, CancellationToken cancellationToken)
    {
        using var sieve = new AnswerSieve(member);
        await sieve.ReadAllAsync(stream, cancellationToken);
        return sieve.End();
    }

    public void Dispose() => _writer.Dispose();

    private async Task ReadAllAsync(Stream stream, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
        try
        {
            var filled = 0;
            for (var ended = false; !ended; )
            {
                // Filled to the brim each time: the reader begins a string anew with every piece of it.
                var read = await stream.ReadAtLeastAsync(
                    buffer.AsMemory(filled),
                    buffer.Length - filled,
                    throwOnEndOfStream: false,
                    cancellationToken
                );
                ended = filled + read < buffer.Length;
                filled += read;
                var consumed = Sift(buffer.AsSpan(0, filled), ended);
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
        if (buffer.Length >= MostBuffer)
        {
            throw new JsonException("A string is too long.");
        }

        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }

    private int Sift(ReadOnlySpan<byte> bytes, bool ended)
    {
        var reader = new Utf8JsonReader(bytes, ended, _state);
        try
        {
            while (reader.Read())
            {
                Copy(ref reader);
            }
        }
        catch (InvalidOperationException failure)
        {
            throw new JsonException("A text is no Unicode.", failure);
        }

        _state = reader.CurrentState;
        return (int)reader.BytesConsumed;
    }

    private void Copy(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                _writer.WriteStartObject();
                break;
            case JsonTokenType.EndObject:
                _writer.WriteEndObject();
                break;
            case JsonTokenType.StartArray:
                _writer.WriteStartArray();
                break;
            case JsonTokenType.EndArray:
                _writer.WriteEndArray();
                break;
            case JsonTokenType.PropertyName:
                _writer.WritePropertyName(reader.GetString()!);
                _isFile = reader.ValueTextEquals(_member);
                CheckSize();
                return;
            case JsonTokenType.String when _isFile:
                Keep(ref reader);
                break;
            case JsonTokenType.String when reader.ValueSpan.Length <= MostText:
                _writer.WriteStringValue(reader.GetString());
                break;
            // A number in a file's place would be taken for that of a file.
            case JsonTokenType.Number when !_isFile:
                _writer.WriteRawValue(reader.ValueSpan);
                break;
            case JsonTokenType.True or JsonTokenType.False:
                _writer.WriteBooleanValue(reader.TokenType == JsonTokenType.True);
                break;
            default:
                _writer.WriteNullValue();
                break;
        }

        _isFile = false;
        CheckSize();
    }

    private void Keep(ref Utf8JsonReader reader)
    {
        if (_files.Count < MostFiles && reader.TryGetBytesFromBase64(out var file) && file.Length > 0)
        {
            _writer.WriteNumberValue(_files.Count);
            _files.Add(file);
            return;
        }

        _writer.WriteNullValue();
    }

    private void CheckSize()
    {
        if (_writer.BytesCommitted + _writer.BytesPending > MostJson)
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
