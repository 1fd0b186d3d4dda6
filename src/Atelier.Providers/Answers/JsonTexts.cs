using System.Text.Json;

namespace Atelier.Providers.Answers;

/// <summary>Reads texts of answers that nobody vouches for.</summary>
internal static class JsonTexts
{
    /// <summary>The text; null where it is none, half a letter among them.</summary>
    public static string? Told(this JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
