using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Atelier.Server.Tests.Serving;

/// <summary>A server-sent event.</summary>
internal sealed record ServerEvent(long Id, string Name, JsonElement Data);

/// <summary>Reads a stream of them as a browser does.</summary>
internal static class ServerEvents
{
    public static async IAsyncEnumerable<ServerEvent> ReadAsync(
        HttpResponseMessage response,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        var fields = new Dictionary<string, string>();
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.Length == 0 && fields.Count > 0)
            {
                yield return new ServerEvent(
                    long.Parse(fields["id"], CultureInfo.InvariantCulture),
                    fields["event"],
                    JsonSerializer.Deserialize<JsonElement>(fields["data"])
                );
                fields.Clear();
            }
            else if (line.Length > 0 && line[0] != ':')
            {
                var colon = line.IndexOf(": ", StringComparison.Ordinal);
                fields.Add(line[..colon], line[(colon + 2)..]);
            }
        }
    }
}
