using System.Text.Json;

namespace Atelier.Bench.Pictures;

/// <summary>Both sides speak JSON, one object a line.</summary>
internal static class Lines
{
    internal static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    internal static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    internal static T Read<T>(string line) => JsonSerializer.Deserialize<T>(line, Options)!;
}
