using System.Text;
using Atelier.Emulators.Checking;
using Atelier.Emulators.Engine;

namespace Atelier.Emulators.Wires;

/// <summary>Makes the record of a call; secrets leave only a fingerprint.</summary>
internal static class CallRecord
{
    private const int MostText = 100_000;

    private static readonly string[] _secret = ["authorization", "x-api-key", "api-key", "x-goog-api-key", "cookie"];

    public static ReceivedCall Create(
        int number,
        DateTimeOffset at,
        HttpRequest request,
        string path,
        string operation,
        byte[] body,
        IReadOnlyList<BodyPart> parts
    ) =>
        new(
            number,
            at,
            request.Method,
            path + request.QueryString,
            operation,
            request.Headers.ToDictionary(
                header => header.Key,
                header => Show(header.Key, header.Value.ToString()),
                StringComparer.OrdinalIgnoreCase
            ),
            body.Length == 0 || parts.Count > 0 ? null : TextOf(body),
            [.. parts.Select(Show)]
        );

    private static string Show(string name, string value) =>
        _secret.Contains(name, StringComparer.OrdinalIgnoreCase)
            ? $"sha256:{Hex.Sha256(Encoding.UTF8.GetBytes(value))[..12]}"
            : value;

    private static ReceivedPart Show(BodyPart part) =>
        new(
            part.Name,
            part.FileName,
            part.ContentType,
            part.Bytes.Length,
            Hex.Sha256(part.Bytes),
            part.FileName is null ? TextOf(part.Bytes) : null
        );

    private static string TextOf(byte[] bytes) => Encoding.UTF8.GetString(bytes, 0, Math.Min(bytes.Length, MostText));
}
