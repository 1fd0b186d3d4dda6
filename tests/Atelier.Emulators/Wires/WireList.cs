using Atelier.Emulators.Hosting;
using Atelier.Emulators.Wires.Gemini;
using Atelier.Emulators.Wires.LegNext;
using Atelier.Emulators.Wires.OpenAi;
using Atelier.Emulators.Wires.Piapi;

namespace Atelier.Emulators.Wires;

/// <summary>All shapes there are. A new one is a line here.</summary>
internal static class WireList
{
    public static IEnumerable<IWire> All(EmulatorOptions options)
    {
        yield return new OpenAiWire();
        yield return new LegNextWire(options);
        yield return new PiapiWire(options);
        yield return new GeminiWire();
    }
}
