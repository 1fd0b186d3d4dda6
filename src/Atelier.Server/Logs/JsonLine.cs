using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Atelier.Server.Logs;

/// <summary>One JSON object: level, message, timestamp, trace id, metadata and, where something failed, error (requirement B-70).</summary>
internal static class JsonLine
{
    private const string Template = "{OriginalFormat}";

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(LogLine line, LogRedactor redactor)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("level", line.Level);
            json.WriteString("message", redactor.Clean(line.Message));
            json.WriteString("timestamp", line.At);
            if (line.TraceId is not null)
            {
                json.WriteString("traceId", line.TraceId);
            }

            json.WriteStartObject("metadata");
            json.WriteString("category", line.Category);
            foreach (
                var (name, value) in line
                    .Values.Where(pair => pair.Key is not (Template or "Category"))
                    .DistinctBy(pair => pair.Key)
            )
            {
                Write(json, name, value, redactor);
            }

            json.WriteEndObject();
            if (line.Error is { } error)
            {
                WriteError(json, error, redactor);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteError(Utf8JsonWriter json, Exception error, LogRedactor redactor)
    {
        json.WriteStartObject("error");
        json.WriteString("name", error.GetType().FullName);
        json.WriteString("message", redactor.Clean(error.Message));
        // With whatever caused it.
        json.WriteString("stack", redactor.Clean(error.ToString()));
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, object? value, LogRedactor redactor)
    {
        json.WritePropertyName(JsonNamingPolicy.CamelCase.ConvertName(name));
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case bool truth:
                json.WriteBooleanValue(truth);
                break;
            case int or long or short or byte:
                json.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case double number when double.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            case decimal number:
                json.WriteNumberValue(number);
                break;
            default:
                json.WriteStringValue(redactor.Clean(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""));
                break;
        }
    }
}
