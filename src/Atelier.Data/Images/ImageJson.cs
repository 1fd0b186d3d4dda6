using System.Text.Json;

namespace Atelier.Data.Images;

/// <summary>How the files of an image are written in the database.</summary>
internal static class ImageJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };
}
