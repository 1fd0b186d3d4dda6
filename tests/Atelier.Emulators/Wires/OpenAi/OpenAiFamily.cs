namespace Atelier.Emulators.Wires.OpenAi;

/// <summary>Models that share fields and prices; in the order of their age.</summary>
internal enum OpenAiFamily
{
    Mini,
    V15,
    V2,
    V25,
    V26,
}
