namespace Atelier.Emulators.Wires.Compat;

/// <summary>A checked request for pictures.</summary>
/// <param name="Format">url, or what means inline.</param>
internal sealed record CompatOrder(string Prompt, int Count, int Width, int Height, string Format);
