using System.Text;
using System.Text.Json;

namespace Atelier.Server.Tests.Serving;

/// <summary>An answer read to its end.</summary>
public sealed class Answer
{
    private readonly Dictionary<string, string> _headers = new(StringComparer.OrdinalIgnoreCase);

    private Answer(int status, byte[] bytes) => (Status, Bytes) = (status, bytes);

    public int Status { get; }

    public byte[] Bytes { get; }

    public string Text => Encoding.UTF8.GetString(Bytes);

    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Bytes);

    public static async Task<Answer> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var answer = new Answer(
            (int)response.StatusCode,
            await response.Content.ReadAsByteArrayAsync(cancellationToken)
        );
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers))
        {
            answer._headers[name] = string.Join(", ", values);
        }

        SuiteLog.ForbidIn(answer._headers.GetValueOrDefault("Set-Cookie", ""));
        if (response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true)
        {
            SuiteLog.ForbidIn(answer.Text);
        }

        return answer;
    }

    /// <summary>A header of the answer or of its content; null when it is not there.</summary>
    public string? Header(string name) => _headers.GetValueOrDefault(name);

    /// <summary>A property of the body, by dotted path.</summary>
    public JsonElement At(string path) => path.Split('.').Aggregate(Json, (element, name) => element.GetProperty(name));

    /// <summary>A text of the body, by dotted path.</summary>
    public string? TextAt(string path) => At(path).GetString();
}
