using System.Text.Json;

namespace Atelier.Providers.Answers;

/// <summary>A JSON answer without the files that stood in it.</summary>
/// <param name="Json">Where a file stood is its number in <paramref name="Files"/>, or null where it was none.</param>
internal sealed record SievedAnswer(JsonElement Json, IReadOnlyList<byte[]> Files);
