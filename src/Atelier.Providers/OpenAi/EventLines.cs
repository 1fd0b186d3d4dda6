using System.Buffers;
using System.Text;

namespace Atelier.Providers.OpenAi;

/// <summary>
/// Cuts a stream of events into lines as it comes, and looks at each byte once. One line is in memory at a time; those beyond the
/// largest picture are left out.
/// </summary>
/// <param name="read">Reads the data of a line; true when it is the one that was looked for, and nothing behind it matters.</param>
internal sealed class EventLines(Func<ReadOnlyMemory<byte>, bool> read)
{
    // A picture of 3840x2160 as base64, at its very worst.
    private const int MostLine = 64 * 1024 * 1024;

    private readonly ArrayBufferWriter<byte> _line = new();
    private bool _skips;
    private bool _begun;

    /// <summary>The data that was looked for; null as long as it has not come.</summary>
    public ReadOnlyMemory<byte>? Found { get; private set; }

    private static ReadOnlySpan<byte> Data => "data:"u8;

    public void Take(ReadOnlySpan<byte> bytes)
    {
        while (Found is null && bytes.Length > 0)
        {
            var end = bytes.IndexOf((byte)'\n');
            var part = end < 0 ? bytes : bytes[..end];
            _skips |= _line.WrittenCount + part.Length > MostLine;
            if (!_skips)
            {
                _line.Write(part);
            }

            if (end < 0)
            {
                return;
            }

            bytes = bytes[(end + 1)..];
            End();
        }
    }

    /// <summary>Ends the line that is being read.</summary>
    public void End()
    {
        if (Found is not null)
        {
            return;
        }

        if (!_skips && DataOf(_line.WrittenMemory) is { } data && read(data))
        {
            Found = data;
            return;
        }

        _line.ResetWrittenCount();
        (_skips, _begun) = (false, true);
    }

    private ReadOnlyMemory<byte>? DataOf(ReadOnlyMemory<byte> line)
    {
        if (!_begun && line.Span.StartsWith(Encoding.UTF8.Preamble))
        {
            line = line[Encoding.UTF8.Preamble.Length..];
        }

        return line.Span.StartsWith(Data) ? line[Data.Length..] : null;
    }
}
