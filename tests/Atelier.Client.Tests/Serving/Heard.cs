using System.Text;

namespace Atelier.Client.Tests.Serving;

/// <summary>A request as it arrived.</summary>
internal sealed record Heard(
    string Method,
    string Path,
    string Query,
    IReadOnlyDictionary<string, string> Headers,
    byte[] Body
)
{
    public string? Header(string name) =>
        Headers.FirstOrDefault(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    public string Text => Encoding.Latin1.GetString(Body);
}
