using Atelier.Emulators.Hosting;
using Atelier.Emulators.Wires.Automatic1111;
using Atelier.Emulators.Wires.ComfyUi;
using Atelier.Emulators.Wires.Compat;
using Atelier.Emulators.Wires.Gemini;
using Atelier.Emulators.Wires.LegNext;
using Atelier.Emulators.Wires.OpenAi;
using Atelier.Emulators.Wires.Piapi;
using Atelier.Emulators.Wires.Replicate;
using Atelier.Emulators.Wires.Stability;

namespace Atelier.Emulators.Wires;

/// <summary>All shapes there are. A new one is a line here.</summary>
internal static class WireList
{
    public static IEnumerable<IWire> All(EmulatorOptions options)
    {
        yield return new OpenAiWire();
        yield return new LegNextWire(options);
        yield return new GeminiWire();
        yield return new StabilityWire(options);
        yield return new ReplicateWire(options);
        yield return new PiapiWire(options);
        yield return new CompatWire();
        yield return new ComfyWire();
        yield return new SdapiWire();
    }
}
