using System.Text.Json;
using Atelier.Providers.LegNext.Jobs;

namespace Atelier.Providers.LegNext;

/// <summary>The job that LegNext posts when it is done. Anybody could post one: it is a hint to ask with our own key.</summary>
public static class LegNextCallback
{
    private const int MostBytes = 256 * 1024;

    /// <summary>The id of the job; null when the body is larger than 256 KB or holds none.</summary>
    public static string? ReadTaskId(ReadOnlySpan<byte> body)
    {
        if (body.Length > MostBytes)
        {
            return null;
        }

        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = 16 });
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
            var wanted = reader.ValueTextEquals("job_id"u8);
            reader.Read();
            if (wanted)
            {
                return reader.TokenType == JsonTokenType.String ? JobId.Of(reader.GetString()) : null;
            }

            reader.Skip();
        }

        return null;
    }
}
