using System.Buffers;
using System.Text.Json;
using Atelier.Core.States;
using Atelier.Engine.Policy;
using Atelier.Engine.Views;

namespace Atelier.Engine.Webhooks;

/// <summary>What messages show of generations. Who has a public address shows more; here it is ids and how it ended.</summary>
public class WebhookViews
{
    /// <summary>A JSON object, without any words of the caller.</summary>
    public virtual byte[] Of(GenerationDetail detail)
    {
        var row = detail.Row;
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("id", row.Id);
            json.WriteString("object", "generation");
            json.WriteString("operation", row.Operation);
            json.WriteString("state", row.State);
            if (GenerationStates.ReasonOf(row.State) is { } reason)
            {
                json.WriteString("reason", reason);
            }

            json.WriteNumber("n", row.Count);
            json.WriteStartArray("images");
            foreach (var slot in detail.Slots.Where(slot => slot.Image is not null))
            {
                json.WriteStartObject();
                json.WriteString("id", slot.Image!.Id);
                json.WriteNumber("index", slot.Index);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            if (row.ErrorCode is { } code)
            {
                json.WriteStartObject("error");
                json.WriteString("code", code);
                json.WriteString("message", row.ErrorMessage ?? "");
                Write(json, PolicyViolation.Of(row));
                json.WriteEndObject();
            }

            json.WriteString("created_at", row.CreatedAt);
            if (row.FinishedAt is { } finished)
            {
                json.WriteString("finished_at", finished);
            }

            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, PolicyViolation? violation)
    {
        if (violation is null)
        {
            return;
        }

        json.WriteStartObject("content_policy");
        json.WriteBoolean("violated", violation.Violated);
        json.WriteStartArray("categories");
        foreach (var category in violation.Categories)
        {
            json.WriteStringValue(category);
        }

        json.WriteEndArray();
        json.WriteString("message", violation.Message);
        json.WriteString("suggestion", violation.Suggestion);
        json.WriteEndObject();
    }
}
