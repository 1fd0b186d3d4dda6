using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Atelier.Core.Text;

namespace Atelier.Server.Wire;

/// <summary>Tells whether two bodies ask for the same, whatever the order of their fields.</summary>
internal static class Fingerprint
{
    /// <summary>SHA-256 over the door's name and the canonical body.</summary>
    public static byte[] Of(string door, JsonElement body)
    {
        var buffer = new ArrayBufferWriter<byte>();
        buffer.Write(Encoding.UTF8.GetBytes(door + "\n"));
        using (var writer = new Utf8JsonWriter(buffer))
        {
            CanonicalJson.Write(writer, body);
        }

        return SHA256.HashData(buffer.WrittenSpan);
    }
}
