using System.Text.Json;
using System.Text.Json.Serialization;
using Atelier.Emulators.Checking;

namespace Atelier.Emulators.Control;

/// <summary>The JSON of the control API: that of the wires, with strict fields and actions by name.</summary>
internal static class ControlJson
{
    public static readonly JsonSerializerOptions Options = new(JsonText.Options)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    };
}
