using System.Buffers;
using System.Text;
using System.Text.Json;
using Atelier.Data.Webhooks;
using Atelier.Engine.Views;

namespace Atelier.Engine.Webhooks;

/// <summary>Makes the body of a message: type, time and what it is about, as it stands when it is sent.</summary>
internal sealed class WebhookBodies(GenerationReader reader, WebhookViews views)
{
    private const int MostBytes = 256 * 1024;

    private static readonly WebhookViews Plain = new();

    /// <summary>The body; null when what it tells of no longer exists.</summary>
    public async Task<byte[]?> MakeAsync(DeliveryClaim claim, CancellationToken cancellationToken)
    {
        if (claim.GenerationId is not { } id)
        {
            return Wrap(claim, Encoding.UTF8.GetBytes(claim.Data ?? "{}"));
        }

        if (await reader.FindAsync(id, claim.AccountId, cancellationToken) is not { } detail)
        {
            return null;
        }

        // Its account is being erased, or its session was cleaned up.
        if (detail.Slots.Any(slot => slot.Emptied))
        {
            return null;
        }

        var body = Wrap(claim, views.Of(detail));
        return body.Length <= MostBytes ? body : Wrap(claim, Plain.Of(detail));
    }

    private static byte[] Wrap(DeliveryClaim claim, byte[] data)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("type", claim.Type);
            json.WriteString("timestamp", claim.HappenedAt.UtcDateTime);
            json.WritePropertyName("data");
            json.WriteRawValue(data);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
