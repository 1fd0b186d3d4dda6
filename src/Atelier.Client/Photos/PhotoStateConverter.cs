using System.Text.Json;
using System.Text.Json.Serialization;

namespace Atelier.Client.Photos;

/// <summary>Reads the words of the photo door; one that a newer service may have is work that goes on.</summary>
internal sealed class PhotoStateConverter : JsonConverter<PhotoState>
{
    public override PhotoState Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString() switch
        {
            "pending" => PhotoState.Pending,
            "completed" => PhotoState.Completed,
            "failed" => PhotoState.Failed,
            null => throw new JsonException("A state is missing."),
            _ => PhotoState.Processing,
        };

    public override void Write(Utf8JsonWriter writer, PhotoState value, JsonSerializerOptions options) =>
        writer.WriteStringValue(
            value switch
            {
                PhotoState.Pending => "pending",
                PhotoState.Completed => "completed",
                PhotoState.Failed => "failed",
                _ => "processing",
            }
        );
}
