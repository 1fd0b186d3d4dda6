using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

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
            Write(writer, body);
        }

        return SHA256.HashData(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (
                    var property in value.EnumerateObject().OrderBy(property => property.Name, StringComparer.Ordinal)
                )
                {
                    writer.WritePropertyName(property.Name);
                    Write(writer, property.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }
}
