using System.Runtime.CompilerServices;
using System.Text;

namespace Atelier.Client.Events;

/// <summary>Reads server-sent events; comments are signs of life, shown as null.</summary>
internal static class EventReader
{
    // Ours have some 200 bytes. Whatever never ends its line is not a stream of events.
    private const int MostBytes = 64 * 1024;
    private const int ChunkBytes = 4096;

    /// <exception cref="InvalidDataException">A line or an event is too long.</exception>
    public static async IAsyncEnumerable<ServerEvent?> ReadAsync(
        Stream body,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var fields = new EventFields();
        var line = new MemoryStream();
        var chunk = new byte[ChunkBytes];
        var afterReturn = false;
        int read;
        while ((read = await body.ReadAsync(chunk, cancellationToken)) > 0)
        {
            for (var at = 0; at < read; at++)
            {
                var next = chunk[at];
                if (next is (byte)'\n' && afterReturn)
                {
                    afterReturn = false;
                }
                else if (next is (byte)'\n' or (byte)'\r')
                {
                    afterReturn = next is (byte)'\r';
                    var text = Encoding.UTF8.GetString(line.GetBuffer(), 0, (int)line.Length);
                    line.SetLength(0);
                    if (text.StartsWith(':'))
                    {
                        yield return null;
                    }
                    else if (fields.Take(text, MostBytes) is { } whole)
                    {
                        yield return whole;
                    }
                }
                else
                {
                    afterReturn = false;
                    line.WriteByte(next);
                }
            }

            if (line.Length > MostBytes)
            {
                throw new InvalidDataException("A line of events has no end.");
            }
        }
    }
}
