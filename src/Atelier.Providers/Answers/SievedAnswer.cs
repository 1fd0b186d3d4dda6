using System.Text.Json;

namespace Atelier.Providers.Answers;

/// <summary>A JSON answer without the files that stood in it.</summary>
/// <param name="Json">Where a file stood is its number in <paramref name="Files"/>; a text that was none still stands there.</param>
internal sealed record SievedAnswer(JsonElement Json, IReadOnlyList<byte[]> Files)
{
    /// <summary>The file that stood at this value; null where there was none.</summary>
    public byte[]? FileAt(JsonElement? value) =>
        value is { ValueKind: JsonValueKind.Number } place
        && place.TryGetInt32(out var number)
        && number >= 0
        && number < Files.Count
            ? Files[number]
            : null;
}
