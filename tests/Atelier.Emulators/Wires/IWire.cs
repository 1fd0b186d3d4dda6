using Atelier.Emulators.Engine;

namespace Atelier.Emulators.Wires;

/// <summary>The shape of one provider's API: routes, JSON in and out.</summary>
internal interface IWire
{
    string Id { get; }

    /// <summary>False where every call brings its result at once.</summary>
    bool HasTasks { get; }

    IReadOnlyList<WireOperation> Operations { get; }

    /// <summary>A failure as this provider tells it.</summary>
    Reply Fail(WireFailure failure, int status, string message);

    /// <summary>Headers that stand on every answer.</summary>
    void Decorate(WireRequest request, IDictionary<string, string> headers);

    /// <summary>Called once for each task that ended.</summary>
    void OnEnded(WireRun run, EmulatedTask task);
}
