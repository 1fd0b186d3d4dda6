using System.Runtime.InteropServices;
using System.Text.Json;

namespace Atelier.Server.Wire;

/// <summary>Finds texts in JSON that are no text: half of a pair of surrogates, which the parser lets through and readers choke on.</summary>
internal static class HalfLetters
{
    /// <summary>Whether the value is such a text or holds one.</summary>
    public static bool AreIn(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => IsBroken(value),
            JsonValueKind.Array => value.EnumerateArray().Any(AreIn),
            JsonValueKind.Object => value.EnumerateObject().Any(property => AreIn(property.Value)),
            _ => false,
        };

    private static bool IsBroken(JsonElement text)
    {
        // Only an escape can stand for half a letter.
        if (!JsonMarshal.GetRawUtf8Value(text).Contains((byte)'\\'))
        {
            return false;
        }

        try
        {
            _ = text.GetString();
            return false;
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }
}
