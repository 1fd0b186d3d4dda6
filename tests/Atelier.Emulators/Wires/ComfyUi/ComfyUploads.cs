using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Atelier.Emulators.Engine;

namespace Atelier.Emulators.Wires.ComfyUi;

/// <summary>The files that were uploaded in a run, by name.</summary>
internal static class ComfyUploads
{
    private static readonly ConditionalWeakTable<WireRun, ConcurrentDictionary<string, byte[]>> _files = [];

    public static ConcurrentDictionary<string, byte[]> Of(WireRun run) => _files.GetOrCreateValue(run);
}
