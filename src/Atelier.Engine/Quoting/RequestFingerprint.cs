using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using Atelier.Core.Requests;
using Atelier.Core.Text;
using Atelier.Engine.Planning;

namespace Atelier.Engine.Quoting;

/// <summary>Tells whether two requests are the same, by whichever door and in whichever words of the wire they came.</summary>
internal static class RequestFingerprint
{
    /// <summary>SHA-256 over all that was asked for, defaults filled in; without what is drawn or found later.</summary>
    public static byte[] Of(ImageRequest asked)
    {
        using var document = JsonDocument.Parse(PlanJson.Write(asked));
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            // Options of providers stand in the order in which the caller wrote them.
            CanonicalJson.Write(writer, document.RootElement);
        }

        return SHA256.HashData(buffer.WrittenSpan);
    }
}
