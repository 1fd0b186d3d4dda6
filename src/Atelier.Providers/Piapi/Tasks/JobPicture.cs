using System.Text.Json;
using Atelier.Providers.LegNext.Jobs;

namespace Atelier.Providers.Piapi.Tasks;

/// <summary>A picture of a task: where it is, or itself as base64.</summary>
internal sealed record JobPicture(string? Address, string? Base64)
{
    /// <summary>The pictures of an output, whose shape differs by model; none when there are none.</summary>
    public static IReadOnlyList<JobPicture> ReadAll(JsonElement? output)
    {
        var several = output
            .Items("image_urls")
            .Select(item => item is { ValueKind: JsonValueKind.String } text ? text.GetString() : null)
            // One that was held back leaves a gap; the others are there all the same.
            .Where(address => address?.Length > 0)
            .Select(address => new JobPicture(address, null))
            .ToList();
        if (several.Count > 0)
        {
            return several;
        }

        if (output.Text("image_url") is { } one)
        {
            return [new JobPicture(one, null)];
        }

        return output.Text("image_base64") is { } inside
            ? [new JobPicture(null, inside)]
            : [.. output.Items("data").Select(item => new JobPicture(item.Text("url"), item.Text("b64_json")))];
    }

    /// <summary>The bytes of a picture that is in the answer; null when it is not, or is no base64.</summary>
    public byte[]? Bytes()
    {
        if (Base64 is null)
        {
            return null;
        }

        // Some write it as a data URL.
        var text = Base64.AsSpan(Base64.IndexOf(',', StringComparison.Ordinal) + 1);
        var bytes = new byte[(text.Length / 4 * 3) + 3];
        return Convert.TryFromBase64Chars(text, bytes, out var length) && length > 0 ? bytes[..length] : null;
    }
}
