using System.Text.Json;
using Atelier.Providers.Replicate.Predictions;

namespace Atelier.Providers.Replicate.Callbacks;

/// <summary>The prediction that Replicate posts when it is done.</summary>
internal static class ReplicateCallback
{
    /// <summary>The id of the prediction; null when the body holds none.</summary>
    public static string? ReadTaskId(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = 32 });
        try
        {
            return Find(ref reader);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            // Not JSON, or text that is no Unicode.
            return null;
        }
    }

    private static string? Find(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var wanted = reader.ValueTextEquals("id"u8);
            reader.Read();
            if (wanted)
            {
                return reader.TokenType == JsonTokenType.String ? PredictionId.Of(reader.GetString()) : null;
            }

            reader.Skip();
        }

        return null;
    }
}
