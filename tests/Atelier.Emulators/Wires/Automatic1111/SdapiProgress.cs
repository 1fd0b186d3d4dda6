using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Atelier.Emulators.Checking;
using Atelier.Emulators.Engine;

namespace Atelier.Emulators.Wires.Automatic1111;

/// <summary>
/// How far a call is that was given a name, with a picture that is half done, or a grid of all that it makes. Words of the prompt spoil that picture:
/// <c>spoilt-preview</c> makes it no picture, <c>no-preview</c> leaves it out.
/// </summary>
internal static class SdapiProgress
{
    private static readonly ConditionalWeakTable<WireRun, ConcurrentDictionary<string, Shown>> _calls = [];

    public static void Begin(WireRequest request, string? name, string prompt, int count, int width, int height)
    {
        if (name is not null)
        {
            var down = (int)Math.Round(Math.Sqrt(count));
            var across = (count + down - 1) / down;
            _calls.GetOrCreateValue(request.Run)[name] = new Shown(request.Id, prompt, width * across, height * down);
        }
    }

    public static Prepared Tell(WireRequest request)
    {
        var problems = new List<Problem>();
        var fields = request.Json(problems, nullIsAbsent: false);
        var name = fields?.Text("id_task", required: true) ?? "";
        fields?.Number("id_live_preview", -1, int.MaxValue);
        fields?.Flag("live_preview");
        fields?.Close();
        request.Violate(problems);
        return new Prepared("", _ => Reply.Json(200, Answer(request, name)));
    }

    private static object Answer(WireRequest request, string name)
    {
        var call = _calls.GetOrCreateValue(request.Run).GetValueOrDefault(name);
        var active = call is not null && request.Run.Tasks.Find(call.Id)?.Stage == TaskStage.Running;
        return new
        {
            active,
            queued = false,
            paused = false,
            completed = !active && call is not null,
            progress = active ? 0.5 : (double?)null,
            live_preview = active ? Picture(request, call!) : null,
            id_live_preview = active ? 3 : -1,
            textinfo = "Waiting...",
        };
    }

    private static string? Picture(WireRequest request, Shown call) =>
        call.Prompt.Contains("no-preview", StringComparison.Ordinal)
            ? null
            : "data:image/png;base64,"
                + (
                    call.Prompt.Contains("spoilt-preview", StringComparison.Ordinal)
                        ? Convert.ToBase64String("<svg onload='alert(1)'/>"u8)
                        : Convert.ToBase64String(request.Paint(call.Id, "preview", call.Width, call.Height, false))
                );

    private sealed record Shown(string Id, string Prompt, int Width, int Height);
}
